import { minutes } from "#app/core/time.ts";

/** How long is left, in the two largest parts: “2 days 3 hours left”. */
export function leftWords(leftMs: number): string {
  if (leftMs <= 0) return "The deadline has passed";
  const whole = Math.floor(leftMs / minutes(1));
  if (whole < 1) return "Less than a minute left";
  const parts = [
    [Math.floor(whole / 1_440), "day"],
    [Math.floor(whole / 60) % 24, "hour"],
    [whole % 60, "minute"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const said = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return `${said.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ")} left`;
}
