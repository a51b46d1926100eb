import { AuditRows, type ShownAuditRow } from "#app/components/admin/audit-rows.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutStory } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { GroupBadge } from "../admin.$organisation.payouts/payout-facts.tsx";
import { Refreshing } from "../admin.$organisation.payouts/refreshing.tsx";
import { Actions } from "./actions.tsx";
import { Books } from "./books.tsx";
import { Facts } from "./facts.tsx";
import { Attempts, Events } from "./rail.tsx";
import { Standing } from "./standing.tsx";
import { causeWords, moveWords } from "./story-words.ts";

/** One payout, from the settlement that made it to the guard's account, with everything that was said about it. */
export function PayoutPage({ payout, audit }: { payout: PayoutStory; audit: readonly ShownAuditRow[] }) {
  const { timeZone } = useOrganisation();
  const isMoving = payout.group === "sending" || payout.group === "waiting";
  return (
    <>
      <PageHeader
        title={`${formatMoney(payout.amount)} to ${payout.guardName}`}
        badge={<GroupBadge group={payout.group} />}
        description={`${payout.destinationName} ••${payout.numberEnd}`}
      />
      <Refreshing isOpen={isMoving} />
      <div className="grid gap-6">
        <div aria-live="polite">
          <Standing payout={payout} />
        </div>
        <StepUpNotice needs="payouts.write" />
        <Actions payout={payout} />
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Facts payout={payout} />
          <History payout={payout} />
        </div>
        <Attempts tries={payout.tries} rail={payout.rail} />
        <Events events={payout.events} rail={payout.rail} />
        <Books transfers={payout.transfers} />
        {audit.length === 0 ? null : (
          <Card title="Audit log" flush>
            <AuditRows rows={audit} timeZone={timeZone} />
          </Card>
        )}
      </div>
    </>
  );
}

function History({ payout: { history } }: { payout: PayoutStory }) {
  const { timeZone } = useOrganisation();
  return (
    <Card title="What happened">
      <ol className="grid gap-0">
        {history.map((move, index) => (
          <li key={move.number} className="grid grid-cols-[1rem_1fr] gap-x-3">
            <span aria-hidden="true" className="flex flex-col items-center">
              <span className="mt-2 size-2.5 rounded-full bg-accent" />
              {index < history.length - 1 ? <span className="w-px flex-1 bg-line" /> : null}
            </span>
            <span className="pb-4">
              <span className="block font-semibold">{moveWords(move)}</span>
              <span className="block text-sm text-soft">
                <DateTime at={move.at} timeZone={timeZone} /> · {causeWords(move.cause)}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
