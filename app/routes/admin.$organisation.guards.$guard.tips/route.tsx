import { useLoaderData } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { HandCoins } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { type GuardTip, listGuardTips } from "#app/domain/tips/index.ts";
import { staffLoader } from "#app/staff-door.ts";

export const handle = { crumb: "Tips" };

export const loader = staffLoader("tips.read", async ({ ctx, params, request }) => {
  const { id } = await getGuard(ctx, params["guard"] ?? "");
  const { searchParams } = new URL(request.url);
  return listGuardTips(ctx, id, { after: searchParams.get("after"), before: searchParams.get("before") });
});

const STATUSES: Record<string, { label: string; tone: Tone }> = {
  initiated: { label: "Started", tone: "neutral" },
  pending: { label: "Waiting for the bank", tone: "info" },
  succeeded: { label: "Paid", tone: "success" },
  failed: { label: "Failed", tone: "neutral" },
  abandoned: { label: "Not finished", tone: "neutral" },
  refunded: { label: "Refunded", tone: "warning" },
  partially_refunded: { label: "Partly refunded", tone: "warning" },
  disputed: { label: "Disputed", tone: "danger" },
};

const COLUMNS: ColumnDef<GuardTip>[] = [
  { header: "When", cell: ({ row }) => <When at={row.original.at} /> },
  { header: "Status", cell: ({ row }) => <Status status={row.original.status} /> },
  { header: "Receipt", accessorKey: "receiptCode", meta: { phone: "hidden" } },
  { header: "Given", meta: { align: "end" }, cell: ({ row }) => <MoneyText money={row.original.amount} /> },
  {
    header: "For the guard",
    meta: { align: "end" },
    cell: ({ row }) => (row.original.net === null ? "—" : <MoneyText money={row.original.net} tone="strong" />),
  },
];

export default function GuardTips() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  return (
    <Card flush>
      <DataTable
        caption="Tips"
        columns={COLUMNS}
        rows={rows}
        rowId={(row) => row.id}
        empty={
          <EmptyState icon={HandCoins} title="No tips yet">
            They appear here as soon as a patron pays.
          </EmptyState>
        }
      />
      <Pagination newer={newer} older={older} />
    </Card>
  );
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}

function Status({ status }: { status: string }) {
  const { label, tone } = STATUSES[status] ?? { label: status, tone: "neutral" };
  return <Badge tone={tone}>{label}</Badge>;
}
