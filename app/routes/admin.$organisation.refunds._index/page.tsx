import { Link, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, Undo2 } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { RefundSummary } from "#app/domain/payments/index.ts";
import { RefundState } from "../admin.$organisation.refunds/refund-state.tsx";
import { CAUSES, codeText, GROUPS } from "../admin.$organisation.refunds/refund-words.ts";

interface RefundsPageProps {
  rows: RefundSummary[];
  newer: string | null;
  older: string | null;
  isNarrowed: boolean;
}

const STATUS_OPTIONS = Object.entries(GROUPS).map(([value, { label }]) => ({ value, label }));

/** Every refund of the organisation, with what needs a person first to be found by its status. */
export function RefundsPage({ rows, newer, older, isNarrowed }: RefundsPageProps) {
  const { id } = useOrganisation();
  const { search } = useLocation();
  const home = `/admin/${id}`;
  return (
    <>
      <PageHeader
        title="Refunds"
        description="Money on its way back to patrons. A refund begins on the page of its tip."
        actions={
          <LinkButton to={`${home}/refunds.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
            Export CSV
          </LinkButton>
        }
      />
      <div className="mb-4">
        <FilterBar
          searchLabel="Search refunds"
          searchPlaceholder="Receipt code, guard or tip"
          filters={[{ name: "status", label: "Status", options: STATUS_OPTIONS }]}
        />
      </div>
      <Card flush>
        <DataTable
          caption="Refunds"
          columns={columnsOf(home)}
          rows={rows}
          rowId={(row) => row.id}
          empty={<NoRefunds isNarrowed={isNarrowed} home={home} />}
        />
        <Pagination newer={newer} older={older} />
      </Card>
    </>
  );
}

function NoRefunds({ isNarrowed, home }: { isNarrowed: boolean; home: string }) {
  return isNarrowed ? (
    <EmptyState
      icon={Undo2}
      title="No refund matches"
      action={<LinkButton to={`${home}/refunds`}>Show all refunds</LinkButton>}
    >
      Try fewer words, or clear a filter.
    </EmptyState>
  ) : (
    <EmptyState
      icon={Undo2}
      title="Nothing was given back yet"
      action={<LinkButton to={`${home}/tips`}>Find a tip</LinkButton>}
    >
      When a patron asks for their money, find the tip by the code on the receipt and give it back there.
    </EmptyState>
  );
}

function columnsOf(home: string): ColumnDef<RefundSummary>[] {
  return [
    {
      header: "Receipt",
      cell: ({ row: { original: refund } }) => (
        <span>
          <Link to={`${home}/refunds/${refund.id}`} className="inline-flex min-h-6 items-center text-ink">
            {codeText(refund.receiptCode)}
          </Link>
          <span className="block font-normal text-sm text-soft">tip for {refund.guardName}</span>
        </span>
      ),
    },
    {
      header: "Amount",
      meta: { align: "end" },
      cell: ({ row }) => <MoneyText money={row.original.amount} tone="strong" />,
    },
    { header: "Status", cell: ({ row }) => <RefundState {...row.original} /> },
    { header: "Why", meta: { from: "lg" }, cell: ({ row }) => <Why refund={row.original} /> },
    { header: "Asked for", cell: ({ row }) => <When at={row.original.at} /> },
  ];
}

function Why({ refund: { cause, reason, requestedByName } }: { refund: RefundSummary }) {
  return (
    <span className="grid gap-0.5">
      <span className="wrap-anywhere line-clamp-2">{reason ?? CAUSES[cause]}</span>
      {requestedByName === null ? null : <span className="text-sm text-soft">by {requestedByName}</span>}
    </span>
  );
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
