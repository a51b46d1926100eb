import { CircleCheck } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Checklist } from "#app/components/ui/checklist.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import type { Money } from "#app/core/money.ts";
import type { PayoutTotal } from "#app/domain/payouts/index.ts";
import { payoutLines, type Steps, stepsOf, type Waiting, waitingOf } from "./view.ts";

interface Given {
  tips: number;
  total: Money;
}

interface OverviewPageProps {
  organisation: { id: string; name: string };
  payoutNeeds: PayoutTotal[];
  overview: { steps: Steps; waiting: Waiting; today: Given; week: Given };
}

/** How to begin, what needs somebody, and what was given. */
export function OverviewPage({ organisation, overview, payoutNeeds }: OverviewPageProps) {
  const home = `/admin/${organisation.id}`;
  const steps = stepsOf(overview.steps, home);
  const waiting = [...payoutLines(payoutNeeds, home), ...waitingOf(overview.waiting, home)];
  return (
    <>
      <PageHeader title="Overview" description={organisation.name} />
      <div className="grid gap-6">
        {steps.every(({ isDone }) => isDone) ? null : <Checklist title="From here to your first code" steps={steps} />}
        <Card title="What needs you" flush={waiting.length > 0}>
          {waiting.length === 0 ? (
            <EmptyState icon={CircleCheck} title="Nothing needs you now">
              Payouts and requests to approve, and alerts, come here.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {waiting.map(({ words, to, action }) => (
                <li key={to} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-6">
                  <span>{words}</span>
                  <LinkButton to={to} size="sm">
                    {action}
                  </LinkButton>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <section aria-label="Tips given">
          <StatGrid>
            <Stat label="Tips today" value={overview.today.tips} />
            <Stat label="Given today" value={<MoneyText money={overview.today.total} />} hint="Before fees" />
            <Stat label="Tips this week" value={overview.week.tips} hint="Since Monday" />
            <Stat label="Given this week" value={<MoneyText money={overview.week.total} />} hint="Before fees" />
          </StatGrid>
        </section>
      </div>
    </>
  );
}
