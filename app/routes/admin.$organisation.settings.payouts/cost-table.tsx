import type { ColumnDef } from "@tanstack/react-table";
import { DataTable } from "#app/components/ui/data-table.tsx";
import type { Currency } from "#app/core/currency.ts";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutCost } from "#app/domain/payouts/index.ts";

const KINDS: Record<PayoutCost["kind"], string> = { bank: "Bank", mobile_money: "Mobile money" };

/** What each choice costs, on examples: the sums are those of the settlement itself. */
export function CostTable({ costs, currency }: { costs: PayoutCost[]; currency: Currency }) {
  const say = (minor: bigint) => formatMoney({ minor, currency });
  const columns: ColumnDef<PayoutCost>[] = [
    {
      header: "Of a balance of",
      cell: ({ row: { original } }) => (
        <span>
          {say(original.balanceMinor)} <span className="text-soft">· {KINDS[original.kind]}</span>
        </span>
      ),
    },
    {
      header: "The organisation bears it",
      cell: ({ row }) => <Sum cost={row.original} bearer="organisation" say={say} />,
    },
    { header: "The guard bears it", cell: ({ row }) => <Sum cost={row.original} bearer="guard" say={say} /> },
  ];
  return (
    <DataTable
      caption="What a transfer costs"
      columns={columns}
      rows={costs}
      rowId={({ kind, balanceMinor }) => `${kind}-${balanceMinor}`}
    />
  );
}

interface SumProps {
  cost: PayoutCost;
  bearer: "guard" | "organisation";
  say: (minor: bigint) => string;
}

function Sum({ cost, bearer, say }: SumProps) {
  const plan = cost.plans[bearer];
  if (plan === null) return <span className="text-soft">Waits: the fee would take more than a tenth</span>;
  const { amountMinor, feeMinor, carriedMinor } = plan;
  const fee = feeMinor === null ? "the fee is not published" : `${whose(bearer)} ${say(feeMinor)}`;
  return (
    <span>
      The guard gets {say(amountMinor)}; {fee}
      {carriedMinor > 0n ? `; ${say(carriedMinor)} waits` : ""}
    </span>
  );
}

const whose = (bearer: SumProps["bearer"]) => (bearer === "guard" ? "the guard pays" : "the organisation pays");
