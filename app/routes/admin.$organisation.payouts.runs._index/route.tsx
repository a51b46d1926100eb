import { Link, useLoaderData } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { CalendarClock, Play } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { listSettlementRuns, type SettlementRun } from "#app/domain/payouts/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { PayoutsFrame } from "../admin.$organisation.payouts/payouts-frame.tsx";
import { causeOfRun, dayWords, RunBadge } from "../admin.$organisation.payouts/run-words.tsx";

export const loader = staffLoader("payouts.read", async ({ ctx, request }) => {
  const { searchParams } = new URL(request.url);
  return listSettlementRuns(ctx, { after: searchParams.get("after"), before: searchParams.get("before") });
});

/** Every settlement, the newest business date first. */
export default function SettlementRuns() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  const { id } = useOrganisation();
  const home = `/admin/${id}/payouts/runs`;
  const runNow = (
    <LinkButton to={`${home}/new`} icon={<Play aria-hidden="true" />}>
      Run now…
    </LinkButton>
  );
  return (
    <PayoutsFrame actions={runNow}>
      <Card flush>
        <DataTable
          caption="Settlement runs"
          columns={columnsOf(home)}
          rows={rows}
          rowId={(row) => row.id}
          empty={
            <EmptyState icon={CalendarClock} title="No settlement yet" action={runNow}>
              The first comes by itself in the evening, as your payout schedule says.
            </EmptyState>
          }
        />
        <Pagination newer={newer} older={older} />
      </Card>
    </PayoutsFrame>
  );
}

function columnsOf(home: string): ColumnDef<SettlementRun>[] {
  return [
    {
      header: "Business date",
      cell: ({ row: { original: run } }) => (
        <Link to={`${home}/${run.id}`} className="inline-flex min-h-6 items-center whitespace-nowrap text-ink">
          {dayWords(run.businessDate)}
        </Link>
      ),
    },
    { header: "State", cell: ({ row }) => <RunBadge status={row.original.status} /> },
    { header: "Payouts", accessorKey: "payouts", meta: { align: "end" } },
    {
      header: "Total",
      meta: { align: "end" },
      cell: ({ row }) => <MoneyText money={row.original.total} tone="strong" />,
    },
    { header: "Guards who waited", accessorKey: "waiting", meta: { align: "end" } },
    { header: "Came by", cell: ({ row }) => causeOfRun(row.original) },
  ];
}
