import type { ColumnDef } from "@tanstack/react-table";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import type { Money } from "#app/core/money.ts";
import { useOrganisation } from "./use-organisation.ts";

/** One transfer in the books. */
export interface ShownPosting {
  id: string;
  kind: string;
  debit: string;
  credit: string;
  amount: Money;
  at: string;
}

/** The postings behind the figures of a page: each moves an amount from one account to another, and is never changed. */
export function Postings({ postings, empty }: { postings: ShownPosting[]; empty: string }) {
  return (
    <Card title="In the books" flush>
      <DataTable
        caption="Ledger transfers"
        columns={COLUMNS}
        rows={postings}
        rowId={({ id }) => id}
        empty={<p className="px-4 pb-4 text-soft sm:px-6">{empty}</p>}
      />
    </Card>
  );
}

const COLUMNS: ColumnDef<ShownPosting>[] = [
  { header: "What", cell: ({ row }) => KINDS[row.original.kind] ?? spaced(row.original.kind) },
  { header: "From", cell: ({ row }) => accountWords(row.original.debit) },
  { header: "To", cell: ({ row }) => accountWords(row.original.credit) },
  {
    header: "Amount",
    meta: { align: "end" },
    cell: ({ row }) => <MoneyText money={row.original.amount} tone="strong" />,
  },
  { header: "When", cell: ({ row }) => <When at={row.original.at} /> },
];

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}

const KINDS: Record<string, string> = {
  tip_gross: "The tip, credited to the guard",
  tip_rail_fee: "The payment service’s fee",
  tip_platform_fee: "Asante’s fee",
  tip_reserve: "Share of the fee kept in the reserve",
  refund_guard: "Set aside: the guard’s part",
  refund_rail_fee: "Set aside: the payment fee",
  refund_reserve: "Set aside: the reserve’s part",
  refund_loss: "Set aside: the organisation’s part",
  refund_paid: "Given back to the patron",
  refund_guard_returned: "Back to the guard",
  refund_rail_fee_returned: "Back to the organisation: the payment fee",
  refund_reserve_returned: "Back to the reserve",
  refund_loss_returned: "Back to the organisation",
  dispute_reserve: "Lost dispute: the reserve’s part",
  payout_reserved: "Set aside for the payout",
  payout_paid: "Paid to the guard’s account",
  payout_fee: "Transfer fee",
  payout_returned: "Not paid: owed to the guard again",
  payout_paid_back: "Sent back by the bank",
  payout_fee_back: "Transfer fee taken back",
  dispute_loss: "Lost dispute: the organisation’s part",
};

const ACCOUNTS: Record<string, string> = {
  guard_payable: "Owed to the guard",
  payout_in_transit: "Payouts on their way",
  refund_in_transit: "Refunds on their way",
  refund_reserve: "Reserve",
  refund_losses: "The organisation’s losses",
  rail_fees: "Fees that the organisation bears",
  fee_income: "Asante’s fee",
  suspense: "Suspense",
};

/** An account of the books, for people who read no codes. */
function accountWords(code: string): string {
  const [kind = ""] = code.split(":");
  return kind === "rail_clearing" ? "Held by the payment service" : (ACCOUNTS[kind] ?? spaced(kind));
}

function spaced(code: string): string {
  const words = code.replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
