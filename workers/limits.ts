import type { Limits, Log } from "#app/domain/context.ts";
import type { Counter } from "./counter.ts";

/** Limits counted by Durable Objects, one a key. A counter that cannot be reached lets the request on: no money hangs on it. */
export function counterLimits(counters: DurableObjectNamespace<Counter>, log: Log): Limits {
  return {
    async take(claims) {
      const waits = await Promise.all(
        claims.map(async ({ key, limit, windowMs }) => {
          try {
            return await counters.get(counters.idFromName(key)).take(limit, windowMs);
          } catch (error) {
            log.error("limits.unreachable", { reason: String(error) });
            return 0;
          }
        }),
      );
      const waitMs = Math.max(0, ...waits);
      return waitMs > 0 ? { allowed: false, retryAfterSeconds: Math.ceil(waitMs / 1_000) } : { allowed: true };
    },
  };
}
