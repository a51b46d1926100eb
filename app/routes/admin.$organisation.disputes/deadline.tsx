import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { hours, minutes } from "#app/core/time.ts";

/** As urgent as the alert that is raised then. */
const SOON_MS = hours(4);

interface DeadlineProps {
  dueAt: string | null;
  /** When the page was made, so that server and browser count from the same moment. */
  now: string;
}

/** The clock of an answer: what is left of it, and the moment at which it ends on the organisation's own clock. */
export function Deadline({ dueAt, now }: DeadlineProps) {
  const { timeZone } = useOrganisation();
  if (dueAt === null) return <span className="text-soft">No deadline was told</span>;
  const leftMs = Date.parse(dueAt) - Date.parse(now);
  return (
    <span>
      <span className={leftMs <= SOON_MS ? "font-semibold text-wrong" : "font-semibold"}>{leftWords(leftMs)}</span>
      <span className="block text-sm text-soft">
        until <DateTime at={dueAt} timeZone={timeZone} />
      </span>
    </span>
  );
}

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
