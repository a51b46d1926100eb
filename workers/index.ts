import { systemClock } from "#app/core/time.ts";
import { runSchedule } from "./cron/index.ts";
import { app } from "./http/app.ts";
import { findCopy, pageKey } from "./http/page-cache.ts";
import { BUILD_ID } from "./http/remix.ts";
import { countView } from "./http/scans.ts";
import { consume } from "./queues/index.ts";

export { Counter } from "./counter.ts";

export default {
  fetch(request, bindings, executionCtx) {
    const key = pageKey(request, BUILD_ID);
    if (key === null) return app.fetch(request, bindings, executionCtx);
    const now = systemClock.now().getTime();
    const copy = findCopy(key, now);
    if (copy === null) return app.fetch(request, bindings, executionCtx);
    countView(request, key, now, () => ({ bindings, waitUntil: (work) => executionCtx.waitUntil(work) }));
    return copy;
  },
  queue: consume,
  scheduled: runSchedule,
} satisfies ExportedHandler<Cloudflare.Env>;
