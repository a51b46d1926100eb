import { Form, Link, useLocation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, FileUp, Plus, Users } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Avatar } from "#app/components/ui/avatar.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { countText } from "#app/components/ui/number-text.ts";
import { Pagination } from "#app/components/ui/pagination.tsx";
import type { GuardRow } from "#app/domain/guards/index.ts";
import { STATUS_OPTIONS, StatusBadge } from "../admin.$organisation.guards/status-badge.tsx";
import { Together } from "./together.tsx";

interface GuardListPageProps {
  rows: GuardRow[];
  newer: string | null;
  older: string | null;
  total: number;
  sites: { id: string; name: string }[];
  isNarrowed: boolean;
  /** Who are about to leave, once that is confirmed. */
  leaving: string[] | null;
}

const FORM = "guards-selected";
const YES_NO = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

/** Every guard of the organisation, searched, narrowed, sorted, and acted on together. */
export function GuardListPage({ rows, newer, older, total, sites, isNarrowed, leaving }: GuardListPageProps) {
  const { id, permissions } = useOrganisation();
  const { search } = useLocation();
  const home = `/admin/${id}/guards`;
  const mayWrite = permissions.includes("guards.write");
  return (
    <>
      <PageHeader
        title="Guards"
        description="The people your patrons can thank."
        actions={
          <>
            <LinkButton to={`${home}.csv${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
              Export CSV
            </LinkButton>
            {mayWrite ? <AddButtons home={home} /> : null}
          </>
        }
      />
      {leaving === null ? null : <LeaveQuestion ids={leaving} search={search} home={home} />}
      <div className="mb-4">
        <FilterBar
          searchLabel="Search guards"
          searchPlaceholder="Name, badge, employee id or phone"
          filters={[
            { name: "site", label: "Site", options: sites.map((site) => ({ value: site.id, label: site.name })) },
            { name: "status", label: "Status", options: STATUS_OPTIONS },
            { name: "photo", label: "Photo", options: YES_NO },
            { name: "account", label: "Account", options: YES_NO },
          ]}
        />
      </div>
      <Card flush>
        <DataTable
          caption="Guards"
          columns={columnsOf(home)}
          rows={rows}
          rowId={(row) => row.id}
          selection={mayWrite ? { formId: FORM, label: fullName } : undefined}
          empty={<NoGuards home={home} isNarrowed={isNarrowed} mayWrite={mayWrite} />}
        />
        {mayWrite && rows.length > 0 ? (
          <Together formId={FORM} action={`${home}?index&${search.slice(1)}`} sites={sites} />
        ) : null}
        <Pagination newer={newer} older={older} summary={countText(total, ["guard", "guards"])} />
      </Card>
    </>
  );
}

function AddButtons({ home }: { home: string }) {
  return (
    <>
      <LinkButton to={`${home}/import`} icon={<FileUp aria-hidden="true" />}>
        Import CSV
      </LinkButton>
      <LinkButton to={`${home}/new`} variant="primary" icon={<Plus aria-hidden="true" />}>
        Add guard
      </LinkButton>
    </>
  );
}

/** Nothing has happened yet: the one question before what cannot be taken back. */
function LeaveQuestion({ ids, search, home }: { ids: string[]; search: string; home: string }) {
  const who = ids.length === 1 ? "this guard" : `these ${ids.length} guards`;
  return (
    <div className="mb-6">
      <Alert tone="danger" role="alert" title={`Mark ${who} as left?`}>
        <p>
          Their codes are revoked at once and cannot be used again. What they are owed stays owed and is paid out. This
          cannot be undone: somebody who comes back is added again.
        </p>
        <Form method="post" action={`${home}?index&${search.slice(1)}`} className="mt-4 flex flex-wrap gap-3">
          <CsrfField />
          <input type="hidden" name="id" value={ids.join(",")} />
          <input type="hidden" name="confirmed" value="yes" />
          <SubmitButton name="intent" value="leave" variant="danger-solid">
            Mark as left
          </SubmitButton>
          <LinkButton to={`${home}${search}`}>Cancel</LinkButton>
        </Form>
      </Alert>
    </div>
  );
}

function NoGuards({ home, isNarrowed, mayWrite }: { home: string; isNarrowed: boolean; mayWrite: boolean }) {
  if (isNarrowed) {
    return (
      <EmptyState icon={Users} title="No guard matches" action={<LinkButton to={home}>Show all guards</LinkButton>}>
        Try fewer words, or clear a filter.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Users} title="No guards yet" action={mayWrite ? <AddButtons home={home} /> : undefined}>
      Import all of them from a CSV file, or add them one by one. Each gets a QR code at once.
    </EmptyState>
  );
}

function columnsOf(home: string): ColumnDef<GuardRow>[] {
  return [
    {
      header: "Name",
      meta: { sortKey: "name" },
      cell: ({ row }) => <Name guard={row.original} home={home} />,
    },
    { header: "Status", meta: { sortKey: "status" }, cell: ({ row }) => <StatusBadge status={row.original.status} /> },
    {
      header: "Site",
      meta: { sortKey: "site" },
      cell: ({ row }) => <span className="block md:min-w-32">{row.original.siteName}</span>,
    },
    { header: "Employee id", accessorKey: "employeeId" },
    { header: "Phone", meta: { from: "xl" }, cell: ({ row }) => row.original.phone ?? "—" },
    {
      header: "Account",
      meta: { from: "lg" },
      cell: ({ row }) => (row.original.hasPayoutAccount ? "Yes" : <span className="text-soft">None</span>),
    },
    {
      header: "Added",
      meta: { sortKey: "created", phone: "hidden", from: "xl" },
      cell: ({ row }) => <Added at={row.original.createdAt} />,
    },
  ];
}

function Added({ at }: { at: string }) {
  const { timeZone } = useOrganisation();
  return <DateTime at={at} timeZone={timeZone} style="date" />;
}

function Name({ guard, home }: { guard: GuardRow; home: string }) {
  const src = guard.photoKey === null ? null : `/photos/${guard.photoKey}`;
  return (
    <span className="flex items-center gap-3">
      <Avatar name={fullName(guard)} src={src} />
      <span className="min-w-0">
        <Link to={`${home}/${guard.id}`} className="inline-flex min-h-6 items-center text-ink">
          {fullName(guard)}
        </Link>
        <span className="block truncate font-normal text-soft text-sm md:w-44">Patrons see “{guard.displayName}”</span>
      </span>
    </span>
  );
}

function fullName({ firstName, lastName }: GuardRow): string {
  return `${firstName} ${lastName}`;
}
