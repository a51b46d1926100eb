import type { Instant } from "#app/core/time.ts";

const STYLES = {
  dateTime: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
} as const;

interface DateTimeProps {
  at: Instant | string;
  /** The organisation's, so that everybody reads the clock on the same wall. */
  timeZone: string;
  style?: keyof typeof STYLES | undefined;
}

/** A day of an organisation's calendar, as `2026-11-20`, which is the same in every time zone. */
export function Day({ day }: { day: string }) {
  return <DateTime at={`${day}T00:00:00Z`} timeZone="UTC" style="date" />;
}

/** A moment on the organisation's clock: 20 Nov 2026, 08:14. */
export function DateTime({ at, timeZone, style = "dateTime" }: DateTimeProps) {
  const instant = typeof at === "string" ? new Date(at) : at;
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...STYLES[style] });
  // Engines differ in their locale data: what the server said stays.
  return (
    <time dateTime={instant.toISOString()} className="whitespace-nowrap" suppressHydrationWarning>
      {format.format(instant)}
    </time>
  );
}
