import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import type { PayoutStory } from "#app/domain/payouts/index.ts";
import { railWords, reasonWords } from "../admin.$organisation.payouts/payout-words.ts";
import { adviceFor } from "./story-words.ts";

/** What is true of the payout now, where the money is, and what comes next. */
export function Standing({ payout }: { payout: PayoutStory }) {
  const { timeZone } = useOrganisation();
  const why = payout.reason === null ? "" : reasonWords(payout.reason);
  const rail = railWords(payout.rail);
  switch (payout.group) {
    case "to_approve":
      return (
        <Alert
          tone="warning"
          title={payout.approvalReason === null ? "To approve" : reasonWords(payout.approvalReason)}
        >
          {payout.isOwn
            ? "You asked for this settlement, so another person approves it. The money is set aside."
            : "Compare guard, account and amount. Once you approve it, it is sent."}
        </Alert>
      );
    case "waiting":
      return <Alert title="It is sent with the next batch">Nothing to do. The money is set aside for it.</Alert>;
    case "retrying":
      return (
        <Alert tone="warning" title={why}>
          {rail} said a final no, so nothing was paid. It is tried again{" "}
          {payout.nextSendAt === null ? "soon" : <DateTime at={payout.nextSendAt} timeZone={timeZone} />}, under a new
          reference.
        </Alert>
      );
    case "sending":
      return <Alert title={`${rail} has it`}>It is not final yet. We are told, and ask besides.</Alert>;
    case "in_doubt":
      return (
        <Alert tone="warning" title="Nobody knows yet what became of it">
          A call to {rail} was not answered. We go on asking, and never send it under another reference: the guard is
          not paid twice, and no money is lost.
        </Alert>
      );
    case "exported":
      return <Alert title="It is in a bank file">It is not sent by {rail} unless two people void that file.</Alert>;
    case "paid":
      return (
        <Alert tone="success" title="Paid">
          {payout.paidAt === null ? null : <DateTime at={payout.paidAt} timeZone={timeZone} />}
        </Alert>
      );
    case "failed":
      return <Failed payout={payout} />;
    case "investigated":
      return (
        <Alert tone="neutral" title={why}>
          Somebody looked into it. What was to be paid is owed to the guard again, and goes with the next settlement.
        </Alert>
      );
    case "cancelled":
      return (
        <Alert tone="neutral" title={`Cancelled: ${why}`}>
          It was never sent. The money is owed to the guard again.
        </Alert>
      );
  }
}

function Failed({ payout }: { payout: PayoutStory }) {
  const { id } = useOrganisation();
  const why = payout.reason === null ? "It failed" : reasonWords(payout.reason);
  return (
    <Alert
      tone="danger"
      title={payout.status === "reversed" ? `Sent back by the bank: ${why}` : why}
      action={
        <LinkButton to={`/admin/${id}/guards/${payout.guardId}/payout-account`} size="sm">
          Payout account
        </LinkButton>
      }
    >
      No money is lost: it is owed to the guard again. {adviceFor(payout.reason)}
    </Alert>
  );
}
