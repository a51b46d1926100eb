import { useLoaderData } from "@remix-run/react";
import { HandCoins } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { findGuardSettlement, listPayouts } from "#app/domain/payouts/index.ts";
import { readPayoutFilters } from "#app/domain/payouts/input.ts";
import { staffLoader } from "#app/staff-door.ts";
import { PayoutsTable } from "../admin.$organisation.payouts/payouts-table.tsx";

export const handle = { crumb: "Payouts" };

export const loader = staffLoader("payouts.read", async ({ ctx, params, request }) => {
  const { id } = await getGuard(ctx, params["guard"] ?? "");
  const { searchParams } = new URL(request.url);
  const filters = { ...readPayoutFilters(searchParams), guard: id };
  const cursors = { after: searchParams.get("after"), before: searchParams.get("before") };
  const [page, money] = await Promise.all([listPayouts(ctx, { ...filters, ...cursors }), findGuardSettlement(ctx, id)]);
  return { page, money };
});

/** What the guard is owed, what is on its way, and every payout of theirs. */
export default function GuardPayouts() {
  const { page, money } = useLoaderData<typeof loader>();
  const { id } = useOrganisation();
  return (
    <div className="grid gap-6">
      <StatGrid>
        <Stat label="Owed now" value={<MoneyText money={money.owed} />} hint="After fees, not yet paid out" />
        <Stat label="In payout" value={<MoneyText money={money.inPayout} />} hint="Set aside, on its way" />
        <Stat label="Paid" value={<MoneyText money={money.paid} />} hint="And not sent back" />
      </StatGrid>
      <Card flush>
        <PayoutsTable
          caption="Payouts of this guard"
          isOfOneGuard
          rows={page.rows}
          empty={
            <EmptyState icon={HandCoins} title="No payout yet">
              The evening’s settlement makes one once enough is owed and the payout account is in use.
            </EmptyState>
          }
        />
        <Pagination newer={page.newer} older={page.older} />
      </Card>
      <p className="text-pretty text-soft">
        Open a payout to see why its amount is what it is. Who waits for one, and why, is under{" "}
        <TextLink to={`/admin/${id}/payouts/waiting`}>Waiting</TextLink>.
      </p>
    </div>
  );
}
