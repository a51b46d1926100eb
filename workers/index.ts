import { systemClock } from "#app/core/time.ts";
import { runSchedule } from "./cron/index.ts";
import { app } from "./http/app.ts";
import { findCopy, pageKey } from "./http/page-cache.ts";
import { BUILD_ID } from "./http/remix.ts";
import { consume } from "./queues/index.ts";

export { Counter } from "./counter.ts";

export default {
  fetch(request, bindings, executionCtx) {
    const key = pageKey(request, BUILD_ID);
    const copy = key && findCopy(key, systemClock.now().getTime());
    return copy || app.fetch(request, bindings, executionCtx);
  },
  queue: consume,
  scheduled: runSchedule,
} satisfies ExportedHandler<Cloudflare.Env>;
