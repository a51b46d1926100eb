import type { Clock } from "#app/core/time.ts";
import type { Limits } from "#app/domain/context.ts";
import { takePlace, type Window } from "#workers/counting.ts";
import { counterLimits } from "#workers/limits.ts";

/**
 * The Worker's own limits and its own counting, with the windows in memory in place of Durable Objects, and by a clock that
 * a test turns.
 */
export function countingLimits(clock: Clock): Limits {
  const windows = new Map<string, Window>();
  const counters = {
    idFromName: (key: string) => key,
    get: (key: string) => ({
      async take(limit: number, windowMs: number): Promise<number> {
        const { window, waitMs } = takePlace(windows.get(key), { limit, windowMs }, clock.now().getTime());
        windows.set(key, window);
        return waitMs;
      },
    }),
  };
  const log = { info: () => undefined, error: () => undefined };
  return counterLimits(counters as unknown as Parameters<typeof counterLimits>[0], log);
}
