import { Badge } from "#app/components/ui/badge.tsx";
import type { SettlementRun, StayReason, WaitReason } from "#app/domain/payouts/index.ts";

const CAUSES: Record<SettlementRun["cause"], string> = {
  daily: "Daily schedule",
  weekly: "Weekly schedule",
  threshold: "Schedule by amount",
  manual: "By hand",
};

/** Why a run came to be, and by whom when somebody asked for it. */
export function causeOfRun({ cause, requestedBy, requestedByName }: SettlementRun): string {
  if (requestedBy === null) return CAUSES[cause];
  return `${CAUSES[cause]}, by ${requestedByName ?? "Asante staff or a former member"}`;
}

/** A business date as people write it: it belongs to no time zone. */
export function dayWords(businessDate: string): string {
  const day = new Date(`${businessDate}T00:00:00Z`);
  const format = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", format).format(day);
}

export function RunBadge({ status }: { status: SettlementRun["status"] }) {
  if (status === "creating") return <Badge tone="info">Being made</Badge>;
  return status === "covered" ? <Badge>Covered by a later run</Badge> : <Badge tone="success">Made</Badge>;
}

interface Stay {
  title: string;
  /** What ends it. */
  next: string;
}

/** Why money that is owed is in no payout, and what to do about it. */
export const STAYS: Record<StayReason | WaitReason, Stay> = {
  no_account: {
    title: "No payout account in use",
    next: "Ask for one on the guard’s page; a second person approves it.",
  },
  account_requested: { title: "Payout account waits for approval", next: "A second person approves it." },
  account_held: {
    title: "Changed account is on hold",
    next: "A change waits 72 hours, unless the guard lifts the hold in person with their PIN.",
  },
  last_payout_failed: {
    title: "The last payout failed",
    next: "Look into it and mark it as investigated; the next settlement then pays the guard.",
  },
  below_threshold: { title: "Below your threshold", next: "It is paid once enough has come together." },
  fee_too_large: {
    title: "Too little for its transfer fee",
    next: "It waits rather than lose more than a tenth to the fee.",
  },
  awaits_approval: { title: "Its payout waits for approval", next: "A second person approves it, and it is sent." },
  next_settlement: { title: "Paid by the next settlement", next: "It goes by itself." },
  too_recent: {
    title: "Patrons may still take it back",
    next: "For 30 minutes after paying; the next settlement pays it.",
  },
  in_payout: { title: "A payout is on its way", next: "What came in since is paid after it." },
};
