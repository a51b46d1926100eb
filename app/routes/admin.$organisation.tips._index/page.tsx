import { Link, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, HandCoins } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { TipRow } from "#app/domain/tips/index.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";
import type { TipFilters } from "../admin.$organisation.tips/tip-list.ts";
import { TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";
import { TipSearch } from "./tip-search.tsx";

interface TipsPageProps {
  rows: TipRow[];
  newer: string | null;
  older: string | null;
  filters: TipFilters;
  sites: readonly { id: string; name: string }[];
}

/** Every tip of the organisation, to be found by what a patron reads out on the phone. */
export function TipsPage({ rows, newer, older, filters, sites }: TipsPageProps) {
  const { id } = useOrganisation();
  const { search } = useLocation();
  const home = `/admin/${id}`;
  const isNarrowed = Object.values(filters).some((value) => value !== "");
  return (
    <>
      <PageHeader
        title="Tips"
        description="Every tip that was started. Each opens its full story, and can be given back there."
        actions={
          <LinkButton to={`${home}/tips.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
            Export CSV
          </LinkButton>
        }
      />
      <TipSearch key={search} filters={filters} sites={sites} isNarrowed={isNarrowed} />
      <Card flush>
        <DataTable
          caption="Tips"
          columns={columnsOf(home)}
          rows={rows}
          rowId={(row) => row.id}
          empty={<NoTips isNarrowed={isNarrowed} home={home} />}
        />
        <Pagination newer={newer} older={older} />
      </Card>
    </>
  );
}

function NoTips({ isNarrowed, home }: { isNarrowed: boolean; home: string }) {
  return isNarrowed ? (
    <EmptyState
      icon={HandCoins}
      title="No tip matches"
      action={<LinkButton to={`${home}/tips`}>Show all tips</LinkButton>}
    >
      Compare the code letter by letter, or search by the guard, the day and the amount instead.
    </EmptyState>
  ) : (
    <EmptyState
      icon={HandCoins}
      title="No tips yet"
      action={<LinkButton to={`${home}/guards`}>Go to guards</LinkButton>}
    >
      They appear here as soon as a patron scans a guard’s code and pays.
    </EmptyState>
  );
}

function columnsOf(home: string): ColumnDef<TipRow>[] {
  return [
    {
      header: "Receipt",
      cell: ({ row: { original: tip } }) => (
        <span>
          <Link to={`${home}/tips/${tip.id}`} className="inline-flex min-h-6 items-center text-ink">
            {codeText(tip.receiptCode)}
          </Link>
          <span className="block font-normal text-sm text-soft">
            {tip.guardName} · {tip.siteName}
          </span>
        </span>
      ),
    },
    { header: "Status", cell: ({ row }) => <Status status={row.original.status} /> },
    {
      header: "Given",
      meta: { align: "end" },
      cell: ({ row }) => <MoneyText money={row.original.amount} tone="strong" />,
    },
    {
      header: "For the guard",
      meta: { align: "end" },
      cell: ({ row }) => (row.original.net === null ? "—" : <MoneyText money={row.original.net} />),
    },
    { header: "When", cell: ({ row }) => <When at={row.original.at} /> },
  ];
}

function Status({ status }: Pick<TipRow, "status">) {
  const { label, tone } = TIP_STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
