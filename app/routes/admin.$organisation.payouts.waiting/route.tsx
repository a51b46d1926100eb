import { Link, useLoaderData } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { CircleCheck } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { formatMoney, type Money } from "#app/core/money.ts";
import { listWaitingGuards, type WaitingGuard } from "#app/domain/payouts/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { PayoutsFrame } from "../admin.$organisation.payouts/payouts-frame.tsx";
import { STAYS } from "../admin.$organisation.payouts/run-words.tsx";

export const handle = { crumb: "Waiting guards" };

export const loader = staffLoader("payouts.read", async ({ ctx }) => ({ guards: await listWaitingGuards(ctx) }));

/** Who is owed money and is in no payout, why, and what ends it. */
export default function WaitingGuards() {
  const { guards } = useLoaderData<typeof loader>();
  const { id, currency } = useOrganisation();
  const total: Money = { minor: guards.reduce((sum, { owedMinor }) => sum + BigInt(owedMinor), 0n), currency };
  const summary = `${guards.length === 1 ? "1 guard" : `${guards.length} guards`}, ${formatMoney(total)} in all, the largest first`;
  return (
    <PayoutsFrame>
      <Card flush>
        <DataTable
          caption="Guards who wait"
          columns={columnsOf(`/admin/${id}`, currency)}
          rows={guards}
          rowId={(row) => row.guardId}
          empty={
            <EmptyState icon={CircleCheck} title="Nobody waits">
              Everything that guards are owed is in a payout, or there is nothing owed.
            </EmptyState>
          }
        />
        {guards.length > 0 ? <Pagination summary={summary} /> : null}
      </Card>
    </PayoutsFrame>
  );
}

function columnsOf(home: string, currency: Money["currency"]): ColumnDef<WaitingGuard>[] {
  return [
    {
      header: "Guard",
      cell: ({ row: { original: guard } }) => (
        <Link to={`${home}/guards/${guard.guardId}`} className="inline-flex min-h-6 items-center text-ink">
          {guard.displayName}
        </Link>
      ),
    },
    {
      header: "Owed",
      meta: { align: "end" },
      cell: ({ row }) => <MoneyText money={{ minor: BigInt(row.original.owedMinor), currency }} tone="strong" />,
    },
    {
      header: "Why",
      cell: ({ row: { original: guard } }) => (
        <span className="grid gap-0.5">
          <span>{STAYS[guard.reason].title}</span>
          <span className="text-pretty text-sm text-soft">{STAYS[guard.reason].next}</span>
        </span>
      ),
    },
    { header: "What to do", cell: ({ row }) => <Do guard={row.original} home={home} /> },
  ];
}

const ACCOUNT: readonly WaitingGuard["reason"][] = ["no_account", "account_requested", "account_held"];

function Do({ guard, home }: { guard: WaitingGuard; home: string }) {
  if (ACCOUNT.includes(guard.reason)) {
    return (
      <LinkButton to={`${home}/guards/${guard.guardId}/payout-account`} size="sm">
        Payout account
      </LinkButton>
    );
  }
  if (guard.reason === "awaits_approval") {
    return (
      <LinkButton to={`${home}/payouts?status=to_approve&guard=${guard.guardId}`} size="sm">
        Look and approve
      </LinkButton>
    );
  }
  if (guard.reason !== "last_payout_failed") return <span className="text-soft">Nothing</span>;
  return (
    <LinkButton to={`${home}/payouts?status=failed&guard=${guard.guardId}`} size="sm">
      Look into it
    </LinkButton>
  );
}
