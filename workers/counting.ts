/** How many were counted in the window that began at `startedAt`. */
export interface Window {
  startedAt: number;
  count: number;
}

/**
 * Takes a place in a fixed window: `waitMs` is 0 when there was one, else how long until there is. A window that is over
 * gives way to a new one. Pure, so that what is proved of it holds wherever the window is kept.
 */
export function takePlace(
  held: Window | undefined,
  { limit, windowMs }: { limit: number; windowMs: number },
  now: number,
): { window: Window; waitMs: number } {
  const window = held && now - held.startedAt < windowMs ? held : { startedAt: now, count: 0 };
  if (window.count >= limit) return { window, waitMs: Math.max(1, window.startedAt + windowMs - now) };
  return { window: { ...window, count: window.count + 1 }, waitMs: 0 };
}
