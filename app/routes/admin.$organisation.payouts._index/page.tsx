import { useLocation } from "@remix-run/react";
import { Download, HandCoins, Play } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { BulkBar } from "#app/components/ui/bulk-bar.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutStanding, PayoutSummary, PayoutTotal } from "#app/domain/payouts/index.ts";
import type { PayoutFilters } from "#app/domain/payouts/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { GROUPS, REASON_OPTIONS } from "../admin.$organisation.payouts/payout-words.ts";
import { PayoutsFrame } from "../admin.$organisation.payouts/payouts-frame.tsx";
import { mayBeApproved, PayoutsTable } from "../admin.$organisation.payouts/payouts-table.tsx";
import { Needs } from "./needs.tsx";

interface PayoutsPageProps {
  rows: PayoutSummary[];
  newer: string | null;
  older: string | null;
  totals: PayoutTotal[];
  needs: PayoutTotal[];
  standing: PayoutStanding;
  filters: PayoutFilters;
}

const FORM = "payouts-selected";

/** What needs somebody first, then every payout, searched, narrowed, sorted, and approved together. */
export function PayoutsPage({ rows, newer, older, totals, needs, standing, filters }: PayoutsPageProps) {
  const { id, permissions } = useOrganisation();
  const { search } = useLocation();
  const home = `/admin/${id}/payouts`;
  const mayApprove = permissions.includes("payouts.write") && rows.some(mayBeApproved);
  return (
    <PayoutsFrame
      actions={
        <LinkButton to={`${home}/export${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
          Export CSV
        </LinkButton>
      }
    >
      <StepUpNotice needs="payouts.write" />
      <Needs needs={needs} standing={standing} home={home} />
      <div>
        <div className="mb-4">
          <FilterBar
            searchLabel="Search payouts"
            searchPlaceholder="Guard, employee id or reference"
            filters={[
              { name: "status", label: "State", options: stateOptions(totals) },
              { name: "reason", label: "Reason", options: REASON_OPTIONS },
            ]}
          />
        </div>
        <Card flush>
          <PayoutsTable
            caption="Payouts"
            rows={rows}
            approveForm={mayApprove ? FORM : undefined}
            empty={<NoPayouts isNarrowed={isNarrowed(filters)} home={home} />}
          />
          {mayApprove ? (
            <BulkBar formId={FORM} action={`${home}?index&${search.slice(1)}`} noun={["payout", "payouts"]}>
              <CsrfField />
              <SubmitButton name="intent" value="approve_selected" pendingLabel="Approving…">
                Approve selected
              </SubmitButton>
            </BulkBar>
          ) : null}
          <Pagination newer={newer} older={older} summary={summaryOf(totals, filters)} />
        </Card>
      </div>
    </PayoutsFrame>
  );
}

/** Each state with how many there are; those without any are left out, but for none at all. */
function stateOptions(totals: readonly PayoutTotal[]) {
  const counts = new Map(totals.map(({ group, payouts }) => [group, payouts]));
  return (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => ({
    value: group,
    label: counts.has(group) ? `${GROUPS[group].label} (${counts.get(group)})` : GROUPS[group].label,
  }));
}

function summaryOf(totals: readonly PayoutTotal[], { status }: PayoutFilters): string | undefined {
  const shown = totals.filter(({ group }) => status === null || group === status);
  const [first] = shown;
  if (first === undefined) return undefined;
  const payouts = shown.reduce((sum, total) => sum + total.payouts, 0);
  const minor = shown.reduce((sum, { total }) => sum + total.minor, 0n);
  const amount = formatMoney({ ...first.total, minor });
  return payouts === 1 ? `1 payout of ${amount}` : `${payouts} payouts, ${amount} in all`;
}

function isNarrowed({ q, status, reason, run, guard }: PayoutFilters): boolean {
  return Boolean(q || status || reason || run || guard);
}

function NoPayouts({ isNarrowed, home }: { isNarrowed: boolean; home: string }) {
  if (isNarrowed) {
    return (
      <EmptyState icon={HandCoins} title="No payout matches" action={<LinkButton to={home}>Show all</LinkButton>}>
        Try fewer words, or clear a filter.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={HandCoins}
      title="No payout yet"
      action={
        <LinkButton to={`${home}/runs/new`} icon={<Play aria-hidden="true" />}>
          See what would be paid now
        </LinkButton>
      }
    >
      Guards are paid by the evening’s settlement, as your payout schedule says.
    </EmptyState>
  );
}
