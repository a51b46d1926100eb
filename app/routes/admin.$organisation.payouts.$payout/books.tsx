import type { ColumnDef } from "@tanstack/react-table";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import type { PayoutTransfer } from "#app/domain/payouts/index.ts";
import { accountWords, transferWords } from "./story-words.ts";

/** The postings behind every figure above: each moves an amount from one account to another, and is never changed. */
export function Books({ transfers }: { transfers: PayoutTransfer[] }) {
  return (
    <Card title="In the books" flush>
      <DataTable
        caption="Ledger transfers"
        columns={COLUMNS}
        rows={transfers}
        rowId={({ id }) => id}
        empty={<p className="px-4 pb-4 text-soft sm:px-6">Nothing is posted yet.</p>}
      />
    </Card>
  );
}

const COLUMNS: ColumnDef<PayoutTransfer>[] = [
  { header: "What", cell: ({ row }) => transferWords(row.original) },
  { header: "From", cell: ({ row }) => accountWords(row.original.from) },
  { header: "To", cell: ({ row }) => accountWords(row.original.to) },
  {
    header: "Amount",
    meta: { align: "end" },
    cell: ({ row }) => <MoneyText money={row.original.amount} tone="strong" />,
  },
  { header: "When", cell: ({ row }) => <When at={row.original.eventAt} /> },
];

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
