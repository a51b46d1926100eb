import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import type { PayoutSummary } from "#app/domain/payouts/index.ts";
import type { PayoutGroup } from "#app/domain/payouts/input.ts";
import { GROUPS, reasonWords } from "./payout-words.ts";

/** Where a payout stands. */
export function GroupBadge({ group }: { group: PayoutGroup }) {
  const { label, tone } = GROUPS[group];
  return <Badge tone={tone}>{label}</Badge>;
}

/** Where a payout stands, with why, and when it goes on. */
export function PayoutState({ payout }: { payout: PayoutSummary }) {
  const why = whyOf(payout);
  return (
    <span className="grid justify-items-start gap-1 max-md:justify-items-end">
      <GroupBadge group={payout.group} />
      {why === null ? null : <span className="wrap-anywhere text-sm text-soft">{why}</span>}
      <Next payout={payout} />
    </span>
  );
}

function whyOf({ group, approvalReason, isOwn, reason }: PayoutSummary): string | null {
  if (group === "to_approve" && approvalReason !== null) {
    return isOwn ? "Asked for by you: another person approves" : reasonWords(approvalReason);
  }
  return group === "paid" || reason === null ? null : reasonWords(reason);
}

function Next({ payout: { group, nextSendAt, paidAt } }: { payout: PayoutSummary }) {
  const { timeZone } = useOrganisation();
  if (group === "retrying" && nextSendAt !== null) {
    return (
      <span className="text-sm text-soft">
        Again <DateTime at={nextSendAt} timeZone={timeZone} />
      </span>
    );
  }
  if (group !== "paid" || paidAt === null) return null;
  return (
    <span className="text-sm text-soft">
      <DateTime at={paidAt} timeZone={timeZone} />
    </span>
  );
}
