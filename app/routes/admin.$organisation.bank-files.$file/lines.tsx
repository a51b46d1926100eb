import { Link } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { PayoutFile, PayoutFileLine } from "#app/domain/payouts/index.ts";
import { moneyOf, ResultBadge } from "../admin.$organisation.bank-files/file-words.tsx";

interface LinesProps {
  lines: { rows: PayoutFileLine[]; newer: string | null; older: string | null };
  file: PayoutFile;
}

/** The lines as they stand in the file, each leading to its payout's story. */
export function Lines({ lines: { rows, newer, older }, file }: LinesProps) {
  const { id } = useOrganisation();
  return (
    <Card
      flush
      title="Lines"
      description="Accounts are shown by their end only. What a bank did not pay is owed again."
    >
      <DataTable
        caption="Lines of the file"
        columns={columnsOf(`/admin/${id}/payouts`, file.currency)}
        rows={rows}
        rowId={(row) => String(row.line)}
      />
      <Pagination newer={newer} older={older} summary={file.lines === 1 ? "1 line" : `${file.lines} lines`} />
    </Card>
  );
}

function columnsOf(payouts: string, currency: string): ColumnDef<PayoutFileLine>[] {
  return [
    { header: "Guard", cell: ({ row }) => <Guard line={row.original} payouts={payouts} /> },
    {
      header: "Account",
      cell: ({ row: { original } }) => `${original.destinationName} ••${original.numberEnd}`,
    },
    {
      header: "Amount",
      meta: { align: "end" },
      cell: ({ row: { original } }) => <MoneyText money={moneyOf(original.amountMinor, currency)} />,
    },
    { header: "Result", cell: ({ row }) => <Result line={row.original} /> },
  ];
}

function Guard({ line, payouts }: { line: PayoutFileLine; payouts: string }) {
  return (
    <span>
      <Link to={`${payouts}/${line.payoutId}`} className="inline-flex min-h-6 items-center text-ink">
        {line.guardName}
      </Link>
      <span className="wrap-anywhere block font-normal text-sm text-soft">
        {line.line}. {line.reference}
      </span>
    </span>
  );
}

function Result({ line }: { line: PayoutFileLine }) {
  const words = [line.bankReference, line.reason === null ? null : `“${line.reason}”`].filter(Boolean).join(" · ");
  return (
    <span className="grid justify-items-start gap-1 max-md:justify-items-end">
      <ResultBadge line={line} />
      {words === "" ? null : <span className="wrap-anywhere text-sm text-soft">{words}</span>}
    </span>
  );
}
