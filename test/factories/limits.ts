import type { Clock } from "#app/core/time.ts";
import type { Limits } from "#app/domain/context.ts";

/** Fixed windows as workers/counter.ts counts them, in memory and by a clock that a test turns. */
export function countingLimits(clock: Clock): Limits {
  const windows = new Map<string, { startedAt: number; count: number }>();
  return {
    async take(claims) {
      const now = clock.now().getTime();
      for (const { key, limit, windowMs } of claims) {
        const held = windows.get(key);
        const window = held && now - held.startedAt < windowMs ? held : { startedAt: now, count: 0 };
        windows.set(key, window);
        const waitMs = window.startedAt + windowMs - now;
        if (window.count >= limit) return { allowed: false, retryAfterSeconds: Math.ceil(waitMs / 1_000) };
        window.count += 1;
      }
      return { allowed: true };
    },
  };
}
