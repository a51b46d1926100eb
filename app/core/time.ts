/** A point in time, UTC. Only a Clock makes the present one. */
export type Instant = Date;

/** Where the present comes from; a cron's clock is its scheduled time, so that a test can turn it. */
export interface Clock {
  now(): Instant;
}

/** Durations are milliseconds everywhere; these say them in words. */
export const seconds = (count: number): number => count * 1_000;
/** Minutes as milliseconds. */
export const minutes = (count: number): number => seconds(count * 60);
/** Hours as milliseconds. */
export const hours = (count: number): number => minutes(count * 60);
/** Days of 24 hours as milliseconds. */
export const days = (count: number): number => hours(count * 24);

/** The instant `durationMs` after `at`; negative durations go back. */
export function after(at: Instant, durationMs: number): Instant {
  return new Date(at.getTime() + durationMs);
}

/** Reads an ISO 8601 timestamp; null when it is not one. */
export function parseInstant(text: unknown): Instant | null {
  if (typeof text !== "string") return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The present, as the machine has it. In a Worker it stands still between two waits. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands at one instant. */
export function fixedClock(at: Instant): Clock {
  return { now: () => at };
}

/** A clock that begins at an instant and then goes on as another does, so that what takes long is not dated as if it did not. */
export function runningClock(startsAt: Instant, base: Clock): Clock {
  const from = base.now().getTime();
  return { now: () => after(startsAt, base.now().getTime() - from) };
}
