import type { Instant } from "../core/time.ts";

/** The hour on the guard's wall: 08:14. */
export function formatClock(at: Instant, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    at,
  );
}

/** The day on the guard's calendar, in full: Fri, 20 November 2026. */
export function formatDay(at: Instant, timeZone: string, language: string): string {
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(at);
}

/** A day near another one that is given in full: Sat 21 Nov. */
export function formatNearDay(at: Instant, timeZone: string, language: string): string {
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric", month: "short" }).format(at);
}

/** How far the guard's clock is from UTC: GMT+1. */
export function formatZone(at: Instant, timeZone: string, language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}
