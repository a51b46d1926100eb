import { MoneyText } from "#app/components/ui/money-text.tsx";
import { type Money, money } from "#app/core/money.ts";
import type { TipDetails } from "#app/domain/tips/index.ts";

/** Why the guard has what the guard has: the sum, line by line. */
export function Sum({ tip }: { tip: TipDetails }) {
  const { charged, credited, net } = tip;
  if (charged === null || credited === null || net === null) {
    return (
      <p className="text-soft">
        Nothing was paid, as far as the payment service has said. <MoneyText money={tip.amount} /> was to be given.
      </p>
    );
  }
  const negative = (amount: Money): Money => money(-amount.minor, amount.currency);
  const refunded = money(credited.minor - net.minor, net.currency);
  return (
    <ul className="divide-y divide-line">
      <Line words="The patron paid" detail={tip.coversFee ? "with the fee on top" : undefined} amount={charged} />
      {tip.railFee === null || tip.railFeeBearer === "organisation" ? null : (
        <Line words="The payment service’s fee" amount={negative(tip.railFee)} />
      )}
      {tip.platformFee.minor === 0n ? null : <Line words="Asante’s fee" amount={negative(tip.platformFee)} />}
      <Line words="Credited to the guard" amount={credited} isStrong />
      {refunded.minor === 0n ? null : (
        <>
          <Line words="Given back by the guard" amount={negative(refunded)} />
          <Line words="Left to the guard" amount={net} isStrong />
        </>
      )}
      {tip.railFee !== null && tip.railFeeBearer === "organisation" ? (
        <li className="py-2.5 text-sm text-soft">
          The organisation bore the payment fee of <MoneyText money={tip.railFee} />.
        </li>
      ) : null}
    </ul>
  );
}

interface LineProps {
  words: string;
  detail?: string | undefined;
  amount: Money;
  isStrong?: boolean;
}

function Line({ words, detail, amount, isStrong = false }: LineProps) {
  return (
    <li className={`flex items-baseline justify-between gap-4 py-2.5 ${isStrong ? "font-semibold" : ""}`}>
      <span>
        {words}
        {detail === undefined ? null : <span className="block font-normal text-sm text-soft">{detail}</span>}
      </span>
      <MoneyText money={amount} tone={isStrong ? "strong" : "plain"} />
    </li>
  );
}
