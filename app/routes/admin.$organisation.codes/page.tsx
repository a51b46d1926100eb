import { Link, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, QrCode } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { Day } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { numberText } from "#app/components/ui/number-text.ts";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import type { CodeFigure, CodeFigures, DayFigure, Figures, SiteFigure } from "#app/domain/analytics/index.ts";
import { Bars } from "./bars.tsx";
import type { View } from "./figure-address.ts";
import { RangeForm } from "./range-form.tsx";
import { ViewLinks } from "./view-links.tsx";

interface CodesPageProps {
  by: View;
  figures: CodeFigures;
  sites: { id: string; name: string }[];
  isNarrowed: boolean;
}

/** How often codes are scanned, and what comes of it. */
export function CodesPage({ by, figures, sites, isNarrowed }: CodesPageProps) {
  const { id } = useOrganisation();
  const { search } = useLocation();
  const home = `/admin/${id}/codes`;
  return (
    <>
      <PageHeader
        title="Codes"
        description="How often each code is scanned, and how many tips come of it. Nobody is followed: views are only counted."
        actions={
          <LinkButton to={`${home}.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
            Export CSV
          </LinkButton>
        }
      />
      <div className="grid gap-6">
        <StatGrid>
          <Stat label="Scans" value={numberText(figures.totals.scans)} hint={<Days {...figures} />} />
          <Stat label="Tips started" value={numberText(figures.totals.started)} />
          <Stat label="Tips paid" value={numberText(figures.totals.paid)} />
          <Stat label="Paid in 100 scans" value={<Conversion {...figures.totals} />} />
        </StatGrid>
        <div className="grid gap-4">
          <RangeForm from={figures.from} to={figures.to} />
          <FilterBar
            searchLabel="Search codes"
            searchPlaceholder="Serial, name or badge"
            filters={[
              { name: "site", label: "Site", options: sites.map(({ id, name }) => ({ value: id, label: name })) },
            ]}
          />
        </div>
        <Card flush>
          <ViewLinks current={by} />
          <Rows by={by} figures={figures} guards={`/admin/${id}/guards`} isNarrowed={isNarrowed} home={home} />
        </Card>
      </div>
    </>
  );
}

function Rows({
  by,
  figures,
  guards,
  isNarrowed,
  home,
}: Pick<CodesPageProps, "by" | "figures" | "isNarrowed"> & { guards: string; home: string }) {
  if (by === "site") {
    return (
      <DataTable caption="Sites" columns={SITE_COLUMNS} rows={figures.sites} rowId={(row) => row.id} empty={<None />} />
    );
  }
  if (by === "day") {
    const days = [...figures.days].reverse();
    return <DataTable caption="Days" columns={dayColumns(figures.days)} rows={days} rowId={(row) => row.day} />;
  }
  const { rows, newer, older } = figures.codes;
  const empty = isNarrowed ? (
    <EmptyState icon={QrCode} title="No code matches" action={<LinkButton to={home}>Show all codes</LinkButton>}>
      Try fewer words, or another site.
    </EmptyState>
  ) : (
    <None />
  );
  return (
    <>
      <DataTable caption="Codes" columns={codeColumns(guards)} rows={rows} rowId={(row) => row.id} empty={empty} />
      <Pagination newer={newer} older={older} />
    </>
  );
}

function Days({ from, to }: { from: string; to: string }) {
  return (
    <>
      <Day day={from} /> to <Day day={to} />
    </>
  );
}

function None() {
  return (
    <EmptyState icon={QrCode} title="No codes yet">
      Each active guard has one; what is scanned is counted from then on.
    </EmptyState>
  );
}

function Conversion(figures: Figures) {
  if (figures.scans === 0) return <span className="text-soft">—</span>;
  return <>{Math.round((figures.paid / figures.scans) * 1_000) / 10}</>;
}

const FIGURES = [
  { key: "scans", header: "Scans" },
  { key: "started", header: "Started" },
  { key: "paid", header: "Paid" },
] as const;

function figureColumns<Row extends Figures>(): ColumnDef<Row>[] {
  return FIGURES.map(({ key, header }) => ({
    header,
    meta: { align: "end", sortKey: key },
    cell: ({ row }) => numberText(row.original[key]),
  }));
}

function conversionColumn<Row extends Figures>(): ColumnDef<Row> {
  return {
    id: "conversion",
    header: "Paid in 100 scans",
    meta: { align: "end" },
    cell: ({ row }) => <Conversion {...row.original} />,
  };
}

/** A site and a day are not sorted: sites stand by their scans, days by time. */
function unsorted<Row extends Figures>(): ColumnDef<Row>[] {
  return figureColumns<Row>().map((column) => ({ ...column, meta: { align: "end" } }));
}

const SITE_COLUMNS: ColumnDef<SiteFigure>[] = [
  { header: "Site", accessorKey: "name" },
  ...unsorted<SiteFigure>(),
  conversionColumn<SiteFigure>(),
];

function dayColumns(days: readonly DayFigure[]): ColumnDef<DayFigure>[] {
  const most = Math.max(1, ...days.map(({ scans }) => scans));
  return [
    { header: "Day", cell: ({ row }) => <Day day={row.original.day} /> },
    {
      id: "bar",
      header: "Against the best day",
      meta: { phone: "hidden" },
      cell: ({ row }) => (
        <span aria-hidden="true" className="block h-2 w-40 overflow-hidden rounded-full bg-sunken">
          <span
            className="block h-full bg-accent"
            style={{ width: `${Math.round((row.original.scans / most) * 100)}%` }}
          />
        </span>
      ),
    },
    ...unsorted<DayFigure>(),
    conversionColumn<DayFigure>(),
  ];
}

function codeColumns(guards: string): ColumnDef<CodeFigure>[] {
  return [
    {
      header: "Guard",
      meta: { sortKey: "guard" },
      cell: ({ row: { original } }) => (
        <>
          <Link to={`${guards}/${original.guardId}`} className="inline-flex min-h-6 items-center text-ink">
            {original.guardName}
          </Link>
          <span className="block font-mono font-normal text-soft text-sm md:whitespace-nowrap">
            {original.serial} · v{original.version}
          </span>
        </>
      ),
    },
    {
      header: "Status",
      cell: ({ row }) =>
        row.original.status === "active" ? (
          <Badge tone="success" dot>
            Active
          </Badge>
        ) : (
          <Badge>Revoked</Badge>
        ),
    },
    { header: "Site", accessorKey: "siteName", meta: { sortKey: "site" } },
    {
      id: "days",
      header: "By day",
      meta: { from: "lg", phone: "hidden" },
      cell: ({ row }) => (
        <Bars label={daysInWords(row.original.days)} values={row.original.days} width={112} height={32} />
      ),
    },
    ...figureColumns<CodeFigure>(),
    conversionColumn<CodeFigure>(),
  ];
}

function daysInWords(days: readonly number[]): string {
  const scanned = days.filter((scans) => scans > 0).length;
  return `Scanned on ${scanned} of ${days.length} days, at most ${Math.max(0, ...days)} times a day`;
}
