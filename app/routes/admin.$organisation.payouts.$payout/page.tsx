import { AuditRows, type ShownAuditRow } from "#app/components/admin/audit-rows.tsx";
import { History } from "#app/components/admin/history.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Postings } from "#app/components/admin/postings.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutDoubt, PayoutStory } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { GroupBadge } from "../admin.$organisation.payouts/payout-facts.tsx";
import { Refreshing } from "../admin.$organisation.payouts/refreshing.tsx";
import { Actions } from "./actions.tsx";
import type { RefusedFinding } from "./acts.ts";
import { Doubt } from "./doubt.tsx";
import { Facts } from "./facts.tsx";
import { Attempts, Events } from "./rail.tsx";
import { Standing } from "./standing.tsx";
import { causeWords, moveWords } from "./story-words.ts";

interface PayoutPageProps {
  payout: PayoutStory;
  doubt: PayoutDoubt | null;
  audit: readonly ShownAuditRow[];
  refused: RefusedFinding | undefined;
}

/** One payout, from the settlement that made it to the guard's account, with everything that was said about it. */
export function PayoutPage({ payout, doubt, audit, refused }: PayoutPageProps) {
  const { timeZone, permissions } = useOrganisation();
  const nameOf = (actor: string) => audit.find((row) => row.actor === actor)?.actorName ?? null;
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
        {doubt === null ? null : (
          <Doubt doubt={doubt} nameOf={nameOf} mayWrite={permissions.includes("payouts.write")} refused={refused} />
        )}
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Facts payout={payout} />
          <History
            title="What happened"
            moves={payout.history.map((move) => ({
              at: move.at,
              words: moveWords(move),
              detail: causeWords(move.cause),
            }))}
          />
        </div>
        <Attempts tries={payout.tries} rail={payout.rail} />
        <Events events={payout.events} rail={payout.rail} />
        <Postings
          postings={payout.transfers.map(({ from, to, eventAt, ...posting }) => ({
            ...posting,
            debit: from,
            credit: to,
            at: eventAt,
          }))}
          empty="Nothing is posted yet."
        />
        {audit.length === 0 ? null : (
          <Card title="Audit log" flush>
            <AuditRows rows={audit} timeZone={timeZone} />
          </Card>
        )}
      </div>
    </>
  );
}
