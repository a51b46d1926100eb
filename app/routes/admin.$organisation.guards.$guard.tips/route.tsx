import { Link, useLoaderData, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, HandCoins } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { listTipSettlements, type TipSettlement } from "#app/domain/payouts/index.ts";
import { type GuardTip, listGuardTips } from "#app/domain/tips/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import { TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";
import { readTipList } from "./tip-list.ts";

export const handle = { crumb: "Tips" };

export const loader = staffLoader("tips.read", async ({ ctx, params, request }) => {
  const { id } = await getGuard(ctx, params["guard"] ?? "");
  const list = readTipList(new URL(request.url));
  const page = await listGuardTips(ctx, id, list);
  const settlements = await listTipSettlements(ctx, { guardId: id, tipIds: page.rows.map((tip) => tip.id) });
  return {
    ...page,
    rows: page.rows.map((tip) => ({ ...tip, settlement: settlements.get(tip.id) ?? null })),
    isNarrowed: list.search !== "" || list.status !== null,
  };
});

type ShownTip = GuardTip & { settlement: TipSettlement | null };

const STATUS_OPTIONS = Object.entries(TIP_STATUSES).map(([value, { label }]) => ({ value, label }));
const COLUMNS: ColumnDef<ShownTip>[] = [
  { header: "When", cell: ({ row }) => <When tip={row.original} /> },
  { header: "Status", cell: ({ row }) => <Status status={row.original.status} /> },
  { header: "Receipt", cell: ({ row }) => codeText(row.original.receiptCode) },
  { header: "Given", meta: { align: "end" }, cell: ({ row }) => <MoneyText money={row.original.amount} /> },
  {
    header: "For the guard",
    meta: { align: "end" },
    cell: ({ row }) => (row.original.net === null ? "—" : <MoneyText money={row.original.net} tone="strong" />),
  },
  { header: "To the guard’s account", cell: ({ row }) => <Settled settlement={row.original.settlement} /> },
];

export default function GuardTips() {
  const { rows, newer, older, isNarrowed } = useLoaderData<typeof loader>();
  const { pathname, search } = useLocation();
  return (
    <>
      <div className="mb-4">
        <FilterBar
          searchLabel="Search tips"
          searchPlaceholder="Code of the receipt"
          filters={[{ name: "status", label: "Status", options: STATUS_OPTIONS }]}
        >
          <LinkButton to={`${pathname}.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
            Export CSV
          </LinkButton>
        </FilterBar>
      </div>
      <Card flush>
        <DataTable
          caption="Tips"
          columns={COLUMNS}
          rows={rows}
          rowId={(row) => row.id}
          empty={<NoTips isNarrowed={isNarrowed} here={pathname} />}
        />
        <Pagination newer={newer} older={older} />
      </Card>
    </>
  );
}

function NoTips({ isNarrowed, here }: { isNarrowed: boolean; here: string }) {
  return isNarrowed ? (
    <EmptyState icon={HandCoins} title="No tip matches" action={<LinkButton to={here}>Show all tips</LinkButton>}>
      Try fewer letters, or clear a filter.
    </EmptyState>
  ) : (
    <EmptyState icon={HandCoins} title="No tips yet">
      They appear here as soon as a patron pays.
    </EmptyState>
  );
}

function When({ tip: { id, at } }: { tip: GuardTip }) {
  const organisation = useOrganisation();
  return (
    <Link to={`/admin/${organisation.id}/tips/${id}`} className="inline-flex min-h-6 items-center text-ink">
      <DateTime at={at} timeZone={organisation.timeZone} />
    </Link>
  );
}

function Status({ status }: Pick<GuardTip, "status">) {
  const { label, tone } = TIP_STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}

/** How far the tip’s money has come; nothing where none of it is the guard’s. */
function Settled({ settlement }: { settlement: TipSettlement | null }) {
  const { timeZone } = useOrganisation();
  if (settlement === null || settlement.status === "none") return <>—</>;
  if (settlement.status !== "settled") {
    return settlement.status === "owed" ? <>Owed</> : <Badge tone="info">In payout</Badge>;
  }
  return (
    <>
      Sent <DateTime at={settlement.settledAt} timeZone={timeZone} />
    </>
  );
}
