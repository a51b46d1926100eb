import { DateTime } from "#app/components/ui/date-time.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { DisputeDetails } from "#app/domain/payments/index.ts";
import { categoryWords, resolutionWords } from "../admin.$organisation.disputes/dispute-words.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";

const ANSWERS = { accept: "Gave in", defend: "Defended with evidence" };

/** What is known of a dispute, a line each. */
export function factsOf({ dispute, home, timeZone }: { dispute: DisputeDetails; home: string; timeZone: string }) {
  const when = (at: string) => <DateTime at={at} timeZone={timeZone} />;
  const { answer, answeredBy, answeredByName, message, resolution } = dispute;
  return [
    { term: "Kind", value: categoryWords(dispute.category) },
    {
      term: "Receipt",
      value: <TextLink to={`${home}/tips/${dispute.tipId}`}>{codeText(dispute.receiptCode)}</TextLink>,
    },
    { term: "Guard", value: <TextLink to={`${home}/guards/${dispute.guardId}`}>{dispute.guardName}</TextLink> },
    { term: "Paid by the patron", value: <MoneyText money={dispute.charge} /> },
    { term: "Opened", value: when(dispute.openedAt) },
    ...(dispute.dueAt === null ? [] : [{ term: "Deadline", value: when(dispute.dueAt) }]),
    { term: "Reminders", value: String(dispute.reminders) },
    ...(answer === null || answeredBy === null || dispute.status === "open"
      ? []
      : [{ term: "Answer", value: `${ANSWERS[answer]}, by ${answeredByName ?? "somebody of Asante"}` }]),
    ...(message === null
      ? []
      : [{ term: "Message", value: <span className="wrap-anywhere whitespace-pre-line">{message}</span> }]),
    ...(dispute.endedAt === null ? [] : [{ term: "Over", value: when(dispute.endedAt) }]),
    ...(resolution === null ? [] : [{ term: "How it ended", value: resolutionWords(resolution) }]),
    ...(dispute.status === "lost" ? [{ term: "Borne by", value: <Bearers dispute={dispute} /> }] : []),
    { term: "Payment service’s number", value: dispute.railDisputeId },
    { term: "Our number", value: <span className="wrap-anywhere">{dispute.id}</span> },
  ];
}

function Bearers({ dispute: { reserve, loss } }: { dispute: DisputeDetails }) {
  return (
    <>
      the reserve <MoneyText money={reserve} />, the organisation <MoneyText money={loss} />
    </>
  );
}
