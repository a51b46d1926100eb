import { MoneyText } from "#app/components/ui/money-text.tsx";
import type { Money } from "#app/core/money.ts";

interface BearersProps {
  amount: Money;
  parts: { guard: Money; railFee: Money; reserve: Money; loss: Money };
  /** It failed or was rejected: each has their part again. */
  isOver?: boolean;
}

const BEARERS = [
  ["guard", "The guard", "of what this tip left with them and no payout has taken"],
  ["railFee", "The organisation", "the payment fee, which the payment service keeps"],
  ["reserve", "The reserve", "what has been paid out or kept as a fee"],
  ["loss", "The organisation", "what the reserve does not have"],
] as const;

/** Who gives what of a refund, adding up to it. */
export function Bearers({ amount, parts, isOver = false }: BearersProps) {
  const given = BEARERS.filter(([key]) => parts[key].minor > 0n);
  return (
    <>
      <ul className="divide-y divide-line">
        {given.map(([key, who, what]) => (
          <li key={key} className="flex items-baseline justify-between gap-4 py-2.5">
            <span>
              {who} <span className="block text-sm text-soft">{what}</span>
            </span>
            <MoneyText money={parts[key]} tone="strong" />
          </li>
        ))}
        <li className="flex items-baseline justify-between gap-4 py-2.5 font-semibold">
          <span>The patron gets</span>
          <MoneyText money={amount} tone="strong" />
        </li>
      </ul>
      {isOver ? <p className="mt-2 text-sm text-soft">Everybody has their part again.</p> : null}
    </>
  );
}
