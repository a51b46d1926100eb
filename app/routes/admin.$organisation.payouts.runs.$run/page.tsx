import { Users } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { Progress } from "#app/components/ui/progress.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutSummary, PayoutTotal, SettlementRunStory } from "#app/domain/payouts/index.ts";
import { GroupBadge } from "../admin.$organisation.payouts/payout-facts.tsx";
import { PayoutsTable } from "../admin.$organisation.payouts/payouts-table.tsx";
import { Refreshing } from "../admin.$organisation.payouts/refreshing.tsx";
import { causeOfRun, dayWords, RunBadge } from "../admin.$organisation.payouts/run-words.tsx";

interface RunPageProps {
  run: SettlementRunStory;
  page: { rows: PayoutSummary[]; newer: string | null; older: string | null };
}

/** One settlement run: how far it is, what it made, and where that stands. */
export function RunPage({ run, page }: RunPageProps) {
  const { id, timeZone } = useOrganisation();
  const home = `/admin/${id}/payouts`;
  return (
    <>
      <PageHeader
        title={`Settlement of ${dayWords(run.businessDate)}`}
        badge={<RunBadge status={run.status} />}
        description={
          <>
            {causeOfRun(run)} · begun <DateTime at={run.createdAt} timeZone={timeZone} />
          </>
        }
      />
      <Refreshing isOpen={run.status === "creating" || isMoving(run.totals)} />
      <div className="grid gap-6">
        <How run={run} />
        <Figures run={run} home={home} />
        <Standing run={run} home={home} />
        {run.status === "covered" ? null : (
          <Card title="Its payouts" flush>
            <PayoutsTable
              caption="Payouts of this run"
              rows={page.rows}
              empty={
                <EmptyState icon={Users} title="It made no payout">
                  {run.status === "creating" ? "It may still make some." : "Nobody was owed enough, or could be paid."}
                </EmptyState>
              }
            />
            <Pagination newer={page.newer} older={page.older} />
          </Card>
        )}
      </div>
    </>
  );
}

/** Something of it goes on by itself, so that the page is worth asking for again. */
function isMoving(totals: readonly PayoutTotal[]): boolean {
  return totals.some(({ group }) => group === "waiting" || group === "sending");
}

function How({ run: { status, lookedAt, accounts } }: { run: SettlementRunStory }) {
  if (status === "covered") {
    return (
      <Alert tone="neutral" title="This date had no run of its own">
        It was missed, and a later run paid what it left. Nobody lost anything by it.
      </Alert>
    );
  }
  if (status === "created") return null;
  return (
    <Card>
      <div aria-live="polite">
        <Progress
          label="Looking at what each guard is owed"
          value={lookedAt}
          max={accounts}
          detail={`${lookedAt} of ${accounts} looked at`}
        />
      </div>
    </Card>
  );
}

function Figures({ run, home }: { run: SettlementRunStory; home: string }) {
  const { payouts, total, waiting, feeBearer, threshold } = run;
  const least = threshold.minor > 0n ? `At least ${formatMoney(threshold)} each` : "Whatever the amount";
  return (
    <StatGrid>
      <Stat label="Payouts" value={payouts} hint={least} />
      <Stat
        label="Total"
        value={<MoneyText money={total} />}
        hint={`Fees borne by ${feeBearer === "guard" ? "the guards" : "your organisation"}`}
      />
      <Stat label="Guards who waited then" value={waiting} hint="See who waits now" to={`${home}/waiting`} />
    </StatGrid>
  );
}

function Standing({ run: { totals, id }, home }: { run: SettlementRunStory; home: string }) {
  if (totals.length === 0) return null;
  return (
    <Card
      title="Where they stand"
      actions={
        <LinkButton to={`${home}?run=${id}`} size="sm">
          Search and approve
        </LinkButton>
      }
    >
      <ul className="divide-y divide-line">
        {totals.map(({ group, payouts, total }) => (
          <li key={group} className="flex flex-wrap items-center justify-between gap-3 py-2.5 first:pt-0 last:pb-0">
            <GroupBadge group={group} />
            <TextLink to={`${home}?run=${id}&status=${group}`} className="tabular-nums">
              {payouts === 1 ? "1 payout" : `${payouts} payouts`} · {formatMoney(total)}
            </TextLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
