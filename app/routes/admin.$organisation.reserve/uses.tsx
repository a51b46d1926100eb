import { Link } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { PiggyBank } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { money } from "#app/core/money.ts";
import type { ReserveUse } from "#app/domain/payments/index.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";

interface UsesProps {
  rows: ReserveUse[];
  newer: string | null;
  older: string | null;
}

/** Each posting that took from the reserve or beyond it, or gave that back. */
export function Uses({ rows, newer, older }: UsesProps) {
  const home = `/admin/${useOrganisation().id}`;
  return (
    <Card title="Uses" flush>
      <DataTable
        caption="Uses of the reserve"
        columns={columnsOf(home)}
        rows={rows}
        rowId={(row) => row.id}
        empty={
          <EmptyState icon={PiggyBank} title="It was never needed">
            What refunds and lost disputes take is listed here, each with what it was for.
          </EmptyState>
        }
      />
      <Pagination newer={newer} older={older} />
    </Card>
  );
}

const SUBJECTS = { refund: "Refund", dispute: "Lost dispute", payout: "Payout" };
const PATHS = { refund: "refunds", dispute: "disputes", payout: "payouts" };

function columnsOf(home: string): ColumnDef<ReserveUse>[] {
  return [
    {
      header: "What for",
      cell: ({ row: { original: use } }) => (
        <Link
          to={`${home}/${PATHS[use.subject]}/${use.subjectId}`}
          className="inline-flex min-h-6 items-center text-ink"
        >
          {SUBJECTS[use.subject]}
          {use.receiptCode === null ? "" : ` of tip ${codeText(use.receiptCode)}`}
        </Link>
      ),
    },
    {
      header: "Given by",
      cell: ({ row }) => (row.original.giver === "reserve" ? "The reserve" : "The organisation"),
    },
    {
      header: "Amount",
      meta: { align: "end" },
      cell: ({ row: { original: use } }) => (
        <span>
          <MoneyText
            money={use.isReturned ? use.amount : money(-use.amount.minor, use.amount.currency)}
            tone="strong"
          />
          {use.isReturned ? <span className="block text-sm text-soft">came back</span> : null}
        </span>
      ),
    },
    { header: "When", cell: ({ row }) => <When at={row.original.at} /> },
  ];
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
