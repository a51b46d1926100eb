import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutStanding, SettlementPlan } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { Holds } from "../admin.$organisation.payouts/holds.tsx";
import { dayWords, STAYS } from "../admin.$organisation.payouts/run-words.tsx";

interface RunNowProps {
  plan: SettlementPlan;
  standing: PayoutStanding;
  mayRun: boolean;
}

/** What a settlement would pay now, before anybody says yes. */
export function RunNowPage({ plan, standing, mayRun }: RunNowProps) {
  const { id } = useOrganisation();
  const home = `/admin/${id}/payouts`;
  return (
    <>
      <PageHeader
        title="Run today’s settlement now"
        description={`Business date ${dayWords(plan.businessDate)}. Nothing is paid until another person approves.`}
      />
      <div className="grid gap-6">
        <StepUpNotice needs="payouts.write" />
        <Holds standing={standing} home={home} />
        {plan.runId === null ? null : (
          <Alert
            tone="neutral"
            title="Today was settled already"
            action={
              <LinkButton to={`${home}/runs/${plan.runId}`} size="sm">
                Show today’s run
              </LinkButton>
            }
          >
            A business date is settled once. What has come in since is paid by the next settlement.
          </Alert>
        )}
        <Figures plan={plan} />
        <Stays plan={plan} home={home} />
        {plan.runId === null && mayRun ? <Start plan={plan} /> : null}
        {mayRun ? null : <Alert tone="neutral">Only an owner or finance can run a settlement.</Alert>}
      </div>
    </>
  );
}

function Figures({ plan }: { plan: SettlementPlan }) {
  const { guards, total, fee, feeBearer, carried, guardsWithoutPrice } = plan;
  const unknown = guardsWithoutPrice > 0 ? `, and ${guardsWithoutPrice} without a published price` : "";
  return (
    <section aria-label="What would be paid">
      <StatGrid>
        <Stat label="Guards paid" value={guards} />
        <Stat label="They get" value={<MoneyText money={total} />} hint="All of them together" />
        <Stat
          label="Transfer fees, expected"
          value={<MoneyText money={fee} />}
          hint={`${feeBearer === "guard" ? "Borne by the guards, on top" : "Borne by your organisation"}${unknown}`}
        />
        <Stat label="Carried over" value={<MoneyText money={carried} />} hint="Stays owed to the guards who are paid" />
      </StatGrid>
    </section>
  );
}

function Stays({ plan: { stays }, home }: { plan: SettlementPlan; home: string }) {
  if (stays.length === 0) return null;
  return (
    <Card
      title="Who is not paid, and why"
      description="Nothing of it is lost: it stays owed."
      actions={
        <LinkButton to={`${home}/waiting`} size="sm">
          Show these guards
        </LinkButton>
      }
    >
      <ul className="divide-y divide-line">
        {stays.map(({ reason, guards, owed }) => (
          <li
            key={reason}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0"
          >
            <span className="min-w-0 flex-1 basis-64">
              <span className="block font-semibold">{STAYS[reason].title}</span>
              <span className="block text-sm text-soft">{STAYS[reason].next}</span>
            </span>
            <span className="whitespace-nowrap tabular-nums">
              {guards} {guards === 1 ? "guard" : "guards"} · {formatMoney(owed)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Start({ plan }: { plan: SettlementPlan }) {
  const csrf = useCsrf();
  const { guards, total, fee, feeBearer, stays, businessDate } = plan;
  if (guards === 0) return <Alert tone="neutral">There is nobody to pay now, so there is nothing to run.</Alert>;
  const left = stays.reduce((sum, stay) => sum + stay.guards, 0);
  return (
    <div>
      <ConfirmDialog
        trigger={{ label: "Run now…", variant: "primary" }}
        title={`Settle ${dayWords(businessDate)} now?`}
        description={
          <ul className="grid list-disc gap-1.5 pl-5">
            <li>
              {guards} {guards === 1 ? "guard gets" : "guards get"} {formatMoney(total)}, set aside for them at once.
            </li>
            <li>
              Fees of about {formatMoney(fee)} are borne by {feeBearer === "guard" ? "the guards" : "your organisation"}
              .
            </li>
            {left > 0 ? (
              <li>
                {left} {left === 1 ? "guard is" : "guards are"} not paid now; what they are owed stays theirs.
              </li>
            ) : null}
            <li>Somebody else approves each payout before it is sent.</li>
            <li>A date is settled once: the evening’s settlement does not come on top.</li>
          </ul>
        }
        confirmLabel="Run the settlement"
        tone="primary"
        fields={{ csrf, intent: "run" }}
      />
    </div>
  );
}
