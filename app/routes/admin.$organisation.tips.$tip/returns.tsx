import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { TipDetails } from "#app/domain/tips/index.ts";
import { DisputeState } from "../admin.$organisation.disputes/dispute-state.tsx";
import { RefundState } from "../admin.$organisation.refunds/refund-state.tsx";

/** What was given back of a tip, or is asked back. */
export function Returns({ tip: { refunds, disputes }, home }: { tip: TipDetails; home: string }) {
  const { timeZone } = useOrganisation();
  if (refunds.length + disputes.length === 0) return null;
  const isDisputed = disputes.some(({ status }) => status !== "won" && status !== "lost");
  const returns = [
    ...refunds.map(({ status, ...refund }) => ({
      ...refund,
      ...{ words: "Refund", to: `${home}/refunds/${refund.id}` },
      state: <RefundState status={status} isDisputed={isDisputed} />,
    })),
    ...disputes.map(({ status, ...dispute }) => ({
      ...dispute,
      ...{ words: "Dispute", to: `${home}/disputes/${dispute.id}` },
      state: <DisputeState status={status} />,
    })),
  ];
  return (
    <Card title="Given back, or asked back">
      <ul className="divide-y divide-line">
        {returns.map(({ id, words, to, state, amount, at }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3">
            <span className="min-w-0">
              <TextLink to={to}>
                {words} of <MoneyText money={amount} />
              </TextLink>
              <span className="block text-sm text-soft">
                <DateTime at={at} timeZone={timeZone} />
              </span>
            </span>
            {state}
          </li>
        ))}
      </ul>
    </Card>
  );
}
