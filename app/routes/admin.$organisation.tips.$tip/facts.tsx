import { DateTime } from "#app/components/ui/date-time.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { TipDetails } from "#app/domain/tips/index.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";

interface FactsProps {
  tip: TipDetails;
  home: string;
  timeZone: string;
}

const SETTLEMENTS: Record<Exclude<TipDetails["settlement"]["status"], "settled">, string> = {
  none: "Nothing to pay out",
  owed: "Owed to the guard, not in a payout yet",
  in_payout: "In a payout that is on its way",
};

/** What is known of a tip, a line each. */
export function factsOf({ tip, home, timeZone }: FactsProps) {
  const { settlement } = tip;
  const when = (at: string | Date) => <DateTime at={at} timeZone={timeZone} />;
  const whenever = (term: string, at: string | null) => (at === null ? [] : [{ term, value: when(at) }]);
  return [
    { term: "Receipt", value: codeText(tip.receiptCode) },
    { term: "Receipt opened", value: viewsOf(tip, when) },
    { term: "Guard", value: <TextLink to={`${home}/guards/${tip.guardId}`}>{tip.guardName}</TextLink> },
    {
      term: "Guard’s money",
      value:
        settlement.status === "settled" ? (
          <>Reached the guard’s account {when(settlement.settledAt)}</>
        ) : (
          SETTLEMENTS[settlement.status]
        ),
    },
    { term: "Started", value: when(tip.createdAt) },
    ...whenever("Paid", tip.paidAt),
    ...whenever("Credited", tip.creditedAt),
    ...(tip.channel === null ? [] : [{ term: "Paid by", value: tip.channel.replaceAll("_", " ") }]),
    ...(tip.message === null
      ? []
      : [{ term: "Message", value: <span className="wrap-anywhere">“{tip.message}”</span> }]),
    { term: "Payment service’s number", value: tip.railTransactionId ?? "none yet" },
    { term: "Our number", value: <span className="wrap-anywhere">{tip.id}</span> },
  ];
}

function viewsOf({ receiptViews, receiptLastAt }: TipDetails, when: (at: string) => React.ReactNode) {
  if (receiptViews === 0 || receiptLastAt === null) return "never, as far as was counted";
  return (
    <>
      {receiptViews === 1 ? "once" : `${receiptViews} times`}, last {when(receiptLastAt)}
    </>
  );
}
