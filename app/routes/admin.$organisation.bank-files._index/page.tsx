import { Link } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Landmark } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { FileCandidates, PayoutFileRow } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { FileBadge, moneyOf } from "../admin.$organisation.bank-files/file-words.tsx";
import { Candidates } from "./candidates.tsx";

interface BankFilesProps {
  rows: PayoutFileRow[];
  newer: string | null;
  older: string | null;
  candidates: FileCandidates[];
}

/** What waits and could go by a bank, and every file that went. */
export function BankFilesPage({ rows, newer, older, candidates }: BankFilesProps) {
  const { id } = useOrganisation();
  return (
    <>
      <PageHeader
        title="Bank files"
        description="Plan B. When the payment service cannot send, your own bank can: a file holds the payouts that wait."
      />
      <StepUpNotice needs="payouts.write" />
      <div className="grid gap-6">
        <Candidates candidates={candidates} />
        <Card flush title="Files">
          <DataTable
            caption="Bank files"
            columns={columnsOf(`/admin/${id}/bank-files`)}
            rows={rows}
            rowId={(row) => row.id}
            empty={
              <EmptyState icon={Landmark} title="No bank file yet">
                You need none while payouts are sent. Make one when the payment service is down, or holds too little,
                for longer than your guards can wait.
              </EmptyState>
            }
          />
          <Pagination newer={newer} older={older} />
        </Card>
      </div>
    </>
  );
}

function columnsOf(home: string): ColumnDef<PayoutFileRow>[] {
  return [
    { header: "Made", cell: ({ row }) => <Made file={row.original} home={home} /> },
    { header: "State", cell: ({ row }) => <FileBadge file={row.original} /> },
    { header: "To", cell: ({ row }) => (row.original.kind === "bank" ? "Bank accounts" : "Mobile wallets") },
    { header: "Payouts", accessorKey: "lines", meta: { align: "end" } },
    {
      header: "Amount",
      meta: { align: "end" },
      cell: ({ row: { original } }) => <MoneyText money={moneyOf(original.totalMinor, original.currency)} />,
    },
    { header: "Results", cell: ({ row }) => resultsOf(row.original) },
  ];
}

function Made({ file, home }: { file: PayoutFileRow; home: string }) {
  const { timeZone } = useOrganisation();
  return (
    <span>
      <Link to={`${home}/${file.id}`} className="inline-flex min-h-6 items-center text-ink">
        <DateTime at={file.createdAt} timeZone={timeZone} />
      </Link>
      <span className="block font-normal text-sm text-soft">by {file.createdByName}</span>
    </span>
  );
}

function resultsOf({ lines, paid, failed, released }: PayoutFileRow): string {
  const open = lines - paid - failed - released;
  const parts = [
    [paid, "paid"],
    [failed, "not paid"],
    [released, "given up"],
    [open, "without a result"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(", ");
}
