import type { SubmissionResult } from "@conform-to/react";
import { Link, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, MapPin, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { Dialog, DialogActions } from "#app/components/ui/dialog.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { countText } from "#app/components/ui/number-text.ts";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { Site } from "#app/domain/organisations/index.ts";
import { kindName, SiteForm } from "../admin.$organisation.sites/site-form.tsx";

interface SiteListPageProps {
  rows: Site[];
  newer: string | null;
  older: string | null;
  total: number;
  guards: number;
  isNarrowed: boolean;
  mayWrite: boolean;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Where guards stand. */
export function SiteListPage({ rows, newer, older, isNarrowed, mayWrite, lastResult, ...totals }: SiteListPageProps) {
  const { search } = useLocation();
  const home = `/admin/${useOrganisation().id}`;
  return (
    <>
      <PageHeader
        title="Sites"
        description="The gates, estates and malls where your guards stand."
        actions={
          <>
            <LinkButton to={`${home}/sites.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
              Export CSV
            </LinkButton>
            {mayWrite ? <NewSite lastResult={lastResult} rows={rows} /> : null}
          </>
        }
      />
      <div className="mb-4">
        <FilterBar
          searchLabel="Search sites"
          searchPlaceholder="Name or address"
          filters={[
            {
              name: "status",
              label: "Status",
              options: [
                { value: "active", label: "Open" },
                { value: "closed", label: "Closed" },
              ],
            },
          ]}
        />
      </div>
      <Card flush>
        <DataTable
          caption="Sites"
          columns={columnsOf(home)}
          rows={rows}
          rowId={(row) => row.id}
          empty={<NoSites home={home} isNarrowed={isNarrowed} />}
        />
        <Pagination newer={newer} older={older} summary={totalWords(totals)} />
      </Card>
    </>
  );
}

function totalWords({ total, guards }: { total: number; guards: number }): string {
  return `${countText(total, ["site", "sites"])}, ${countText(guards, ["guard", "guards"])}`;
}

/** Stays open while something needs another look, and closes when the site is in the list. */
function NewSite({ lastResult, rows }: { lastResult: SubmissionResult<string[]> | undefined; rows: Site[] }) {
  const [isOpen, setOpen] = useState(lastResult !== undefined);
  useEffect(() => {
    if (rows) setOpen(lastResult !== undefined);
  }, [lastResult, rows]);
  return (
    <Dialog
      trigger={{ label: "Add site", variant: "primary", icon: <Plus aria-hidden="true" /> }}
      title="Add a site"
      isOpen={isOpen}
      onOpenChange={setOpen}
    >
      <SiteForm lastResult={lastResult}>
        <DialogActions>
          <SubmitButton pendingLabel="Adding…">Add site</SubmitButton>
        </DialogActions>
      </SiteForm>
    </Dialog>
  );
}

function NoSites({ home, isNarrowed }: { home: string; isNarrowed: boolean }) {
  return isNarrowed ? (
    <EmptyState
      icon={MapPin}
      title="No site matches"
      action={<LinkButton to={`${home}/sites`}>Show all sites</LinkButton>}
    >
      Try fewer words, or clear a filter.
    </EmptyState>
  ) : (
    <EmptyState icon={MapPin} title="No sites yet">
      Add the first one: a gate, an estate, a mall. Guards are placed at a site, which patrons see beside the name.
    </EmptyState>
  );
}

function columnsOf(home: string): ColumnDef<Site>[] {
  return [
    {
      header: "Name",
      meta: { sortKey: "name" },
      cell: ({ row: { original } }) => (
        <Link to={`${home}/sites/${original.id}`} className="inline-flex min-h-6 items-center text-ink">
          {original.name}
        </Link>
      ),
    },
    { header: "Kind", cell: ({ row }) => kindName(row.original.kind) },
    { header: "Address", cell: ({ row }) => row.original.address ?? "—", meta: { phone: "hidden" } },
    {
      header: "Guards",
      meta: { align: "end" },
      cell: ({ row: { original } }) => <Link to={`${home}/guards?site=${original.id}`}>{original.guards}</Link>,
    },
    {
      header: "Status",
      cell: ({ row }) =>
        row.original.status === "active" ? (
          <Badge tone="success" dot>
            Open
          </Badge>
        ) : (
          <Badge>Closed</Badge>
        ),
    },
  ];
}
