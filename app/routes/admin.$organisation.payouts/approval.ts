import type { ReleasePayoutsOutcome } from "#app/domain/payouts/index.ts";
import type { Flash } from "#app/staff-flash.ts";

/** What to say after approving: how many go on now, and why others were left. */
export function flashOfApproval({ released, ownRequests }: ReleasePayoutsOutcome, asked: number): Omit<Flash, "id"> {
  const gone = asked - released.length - ownRequests.length;
  const left = [
    ownRequests.length > 0
      ? `${counted(ownRequests.length)} asked for by you: another person must approve ${ownRequests.length === 1 ? "it" : "them"}.`
      : "",
    gone > 0
      ? `${counted(gone)} left as ${gone === 1 ? "it was" : "they were"}: nothing waited for approval there.`
      : "",
  ].filter(Boolean);
  if (released.length === 0) return { message: `Nothing was approved. ${left.join(" ")}`.trim(), tone: "warning" };
  const message = [`${counted(released.length)} approved, and sent from now on.`, ...left].join(" ");
  return left.length > 0 ? { message, tone: "warning" } : { message };
}

function counted(payouts: number): string {
  return payouts === 1 ? "1 payout" : `${payouts} payouts`;
}
