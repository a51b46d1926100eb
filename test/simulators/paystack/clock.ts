/** The simulator's own clock: runs with the real one, and can be turned forward. */
export interface Clock {
  nowMs(): number;
  nowIso(): string;
  turnTo(ms: number): void;
  offsetMs(): number;
  reset(offsetMs?: number): void;
}

export function createClock(): Clock {
  let offset = 0;
  return {
    nowMs: () => Date.now() + offset,
    nowIso: () => new Date(Date.now() + offset).toISOString(),
    turnTo(ms) {
      offset = Math.max(offset, ms - Date.now());
    },
    offsetMs: () => offset,
    reset(offsetMs = 0) {
      offset = offsetMs;
    },
  };
}
