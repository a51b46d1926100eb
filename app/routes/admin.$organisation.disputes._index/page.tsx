import { Link } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Scale } from "lucide-react";
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
import type { DisputeSummary } from "#app/domain/payments/index.ts";
import { Deadline } from "../admin.$organisation.disputes/deadline.tsx";
import { DisputeState } from "../admin.$organisation.disputes/dispute-state.tsx";
import { categoryWords, STATUSES } from "../admin.$organisation.disputes/dispute-words.ts";
import { codeText } from "../admin.$organisation.refunds/refund-words.ts";

interface DisputesPageProps {
  rows: DisputeSummary[];
  newer: string | null;
  older: string | null;
  isNarrowed: boolean;
  now: string;
}

const STATUS_OPTIONS = Object.entries(STATUSES).map(([value, { label }]) => ({ value, label }));

/** Payments that patrons' banks ask back. Those that need an answer can be seen alone, the most urgent first. */
export function DisputesPage({ rows, newer, older, isNarrowed, now }: DisputesPageProps) {
  const home = `/admin/${useOrganisation().id}`;
  return (
    <>
      <PageHeader
        title="Disputes"
        description="A patron’s bank asks for a payment back. Answer before the deadline, with the evidence Asante builds, or give in."
      />
      <div className="mb-4">
        <FilterBar
          searchLabel="Search disputes"
          searchPlaceholder="Receipt code, guard or tip"
          filters={[{ name: "status", label: "Status", options: STATUS_OPTIONS }]}
        />
      </div>
      <Card flush>
        <DataTable
          caption="Disputes"
          columns={columnsOf(home, now)}
          rows={rows}
          rowId={(row) => row.id}
          empty={<NoDisputes isNarrowed={isNarrowed} home={home} />}
        />
        <Pagination newer={newer} older={older} />
      </Card>
    </>
  );
}

function NoDisputes({ isNarrowed, home }: { isNarrowed: boolean; home: string }) {
  return isNarrowed ? (
    <EmptyState
      icon={Scale}
      title="No dispute matches"
      action={<LinkButton to={`${home}/disputes`}>Show all disputes</LinkButton>}
    >
      Try fewer words, or clear a filter.
    </EmptyState>
  ) : (
    <EmptyState icon={Scale} title="No bank has asked for anything back">
      Should one, it is shown here and told as an alert, with the time that is left to answer.
    </EmptyState>
  );
}

function columnsOf(home: string, now: string): ColumnDef<DisputeSummary>[] {
  return [
    {
      header: "Receipt",
      cell: ({ row: { original: dispute } }) => (
        <span>
          <Link to={`${home}/disputes/${dispute.id}`} className="inline-flex min-h-6 items-center text-ink">
            {codeText(dispute.receiptCode)}
          </Link>
          <span className="block font-normal text-sm text-soft">tip for {dispute.guardName}</span>
        </span>
      ),
    },
    { header: "Status", cell: ({ row }) => <DisputeState status={row.original.status} /> },
    {
      header: "Asked back",
      meta: { align: "end" },
      cell: ({ row }) => <MoneyText money={row.original.amount} tone="strong" />,
    },
    { header: "To answer", cell: ({ row }) => <Clock dispute={row.original} now={now} /> },
    { header: "Kind", meta: { from: "xl" }, cell: ({ row }) => categoryWords(row.original.category).split(":")[0] },
    { header: "Opened", meta: { from: "lg" }, cell: ({ row }) => <When at={row.original.at} /> },
  ];
}

function Clock({ dispute: { status, dueAt, endedAt }, now }: { dispute: DisputeSummary; now: string }) {
  if (status === "open") return <Deadline dueAt={dueAt} now={now} />;
  if (endedAt === null) return <span className="text-soft">Answered</span>;
  return (
    <span className="text-soft">
      Over since <When at={endedAt} />
    </span>
  );
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
