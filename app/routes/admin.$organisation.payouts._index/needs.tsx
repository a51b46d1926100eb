import { CircleCheck } from "lucide-react";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutStanding, PayoutTotal } from "#app/domain/payouts/index.ts";
import { Holds } from "../admin.$organisation.payouts/holds.tsx";

interface NeedsProps {
  needs: PayoutTotal[];
  standing: PayoutStanding;
  home: string;
}

const NEEDS = [
  {
    group: "to_approve",
    words: ["payout waits for approval", "payouts wait for approval"],
    next: "A first payout, an unusually large one or one asked for by hand goes out once a second person agrees.",
    action: "Look and approve",
  },
  {
    group: "failed",
    words: ["payout failed and needs a person", "payouts failed and need a person"],
    next: "The money is owed to the guard again. No further payout goes to the same account until somebody has looked.",
    action: "Look into it",
  },
  {
    group: "in_doubt",
    words: ["payout is in doubt", "payouts are in doubt"],
    next: "The bank has not said what became of it. We go on asking, and never send it a second time.",
    action: "Show",
  },
] as const;

/** What needs a person today, and what holds payouts back. */
export function Needs({ needs, standing, home }: NeedsProps) {
  const lines = NEEDS.flatMap((need) => {
    const total = needs.find(({ group }) => group === need.group);
    return total === undefined ? [] : [{ ...need, ...total }];
  });
  return (
    <>
      <Holds standing={standing} home={home} />
      <Card title="What needs you today" flush={lines.length > 0}>
        {lines.length === 0 ? (
          <p className="flex items-center gap-2 text-soft">
            <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-good" /> No payout needs anybody now.
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {lines.map(({ group, words: [one, many], next, action, payouts, total }) => (
              <li key={group} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3 sm:px-6">
                <span className="min-w-0 flex-1 basis-64">
                  <span className="block font-semibold">
                    {payouts} {payouts === 1 ? one : many} · {formatMoney(total)}
                  </span>
                  <span className="block text-pretty text-sm text-soft">{next}</span>
                </span>
                <LinkButton to={`${home}?status=${group}`} size="sm">
                  {action}
                </LinkButton>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
