import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { leftWords } from "#app/components/ui/time-left.ts";
import { hours } from "#app/core/time.ts";

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
      <span className="block font-normal text-sm text-soft">
        until <DateTime at={dueAt} timeZone={timeZone} />
      </span>
    </span>
  );
}
