import { Link } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import type { PayoutSummary } from "#app/domain/payouts/index.ts";
import { PayoutState } from "./payout-facts.tsx";

interface PayoutsTableProps {
  caption: string;
  rows: PayoutSummary[];
  empty: ReactNode;
  /** The form that approves the ticked ones; left out where nothing is approved. */
  approveForm?: string | undefined;
  /** All of them are of one guard, who need not be named on each. */
  isOfOneGuard?: boolean;
}

/** Payouts, each leading to its story. */
export function PayoutsTable({ caption, rows, empty, approveForm, isOfOneGuard = false }: PayoutsTableProps) {
  const { id } = useOrganisation();
  return (
    <DataTable
      caption={caption}
      columns={isOfOneGuard ? oneGuardColumns(`/admin/${id}/payouts`) : columnsOf(`/admin/${id}/payouts`)}
      rows={rows}
      rowId={(row) => row.id}
      selection={
        approveForm === undefined
          ? undefined
          : { formId: approveForm, label: ({ guardName }) => `the payout to ${guardName}`, can: mayBeApproved }
      }
      empty={empty}
    />
  );
}

/** It waits for a checker, who is not the one who asked for it. */
export function mayBeApproved({ group, isOwn }: PayoutSummary): boolean {
  return group === "to_approve" && !isOwn;
}

const AMOUNT: ColumnDef<PayoutSummary> = {
  header: "Amount",
  meta: { sortKey: "amount", align: "end" },
  cell: ({ row }) => <MoneyText money={row.original.amount} tone="strong" />,
};
const STATE: ColumnDef<PayoutSummary> = { header: "State", cell: ({ row }) => <PayoutState payout={row.original} /> };
const ACCOUNT: ColumnDef<PayoutSummary> = {
  header: "Account",
  meta: { from: "lg" },
  cell: ({ row: { original: payout } }) => `${payout.destinationName} ••${payout.numberEnd}`,
};

function columnsOf(home: string): ColumnDef<PayoutSummary>[] {
  return [
    {
      header: "Guard",
      meta: { sortKey: "guard" },
      cell: ({ row: { original: payout } }) => (
        <span>
          <Link to={`${home}/${payout.id}`} className="inline-flex min-h-6 items-center text-ink">
            {payout.guardName}
          </Link>
          <span className="block font-normal text-sm text-soft">{payout.employeeId}</span>
        </span>
      ),
    },
    AMOUNT,
    STATE,
    ACCOUNT,
    { header: "Made", meta: { sortKey: "created" }, cell: ({ row }) => <Made at={row.original.createdAt} /> },
  ];
}

function oneGuardColumns(home: string): ColumnDef<PayoutSummary>[] {
  return [
    {
      header: "Made",
      meta: { sortKey: "created" },
      cell: ({ row: { original: payout } }) => (
        <Link to={`${home}/${payout.id}`} className="inline-flex min-h-6 items-center text-ink">
          <Made at={payout.createdAt} />
        </Link>
      ),
    },
    AMOUNT,
    STATE,
    ACCOUNT,
  ];
}

function Made({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
