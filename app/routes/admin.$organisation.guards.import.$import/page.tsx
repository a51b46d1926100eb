import { Form, Link, useLocation, useNavigation } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Download, Printer } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { Progress } from "#app/components/ui/progress.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { Steps } from "#app/components/ui/steps.tsx";
import type { RowError } from "#app/domain/guards/index.ts";
import { timeFor } from "../admin.$organisation.guards/import-time.ts";
import type { ImportView, PreviewRow } from "./view.ts";

/** What the file would do, or what it did. */
export function ImportPage(view: ImportView) {
  const { id } = useOrganisation();
  const home = `/admin/${id}`;
  const { counts, status } = view;
  return (
    <>
      <PageHeader title="Import guards" description={view.fileName} />
      <div className="grid gap-6">
        <Steps steps={["Choose a file", "Check it", "Done"]} current={status === "applied" ? 2 : 1} />
        <Verdict view={view} home={home} />
        <StatGrid>
          <Stat label="Rows" value={counts.rows} />
          <Stat label={status === "applied" ? "Added" : "New"} value={counts.created} />
          <Stat label="Changed" value={counts.changed} />
          <Stat label="Unchanged" value={counts.unchanged} />
          {status === "applied" ? null : <Stat label="With errors" value={counts.withErrors} />}
        </StatGrid>
        {view.errorTotal > 0 ? <Errors view={view} /> : null}
        {view.rows.length > 0 ? <Rows rows={view.rows} total={counts.created + counts.changed} /> : null}
      </div>
    </>
  );
}

function Verdict({ view, home }: { view: ImportView; home: string }) {
  const upload = `${home}/guards/import`;
  if (view.status === "applied") return <Applied home={home} />;
  if (view.status === "discarded" || view.isGone) {
    return (
      <Alert
        tone="neutral"
        title="This file is no longer kept"
        action={<LinkButton to={upload}>Choose a file</LinkButton>}
      >
        Nothing was imported from it.
      </Alert>
    );
  }
  if (view.counts.withErrors > 0) {
    return (
      <Alert
        tone="danger"
        title={`${view.counts.withErrors} of ${view.counts.rows} rows need another look`}
        action={
          <LinkButton to={upload} variant="primary">
            Choose the corrected file
          </LinkButton>
        }
      >
        Nothing is imported while a row is wrong, so that nothing is half-done. Correct the file and upload it again.
      </Alert>
    );
  }
  return <Ready view={view} />;
}

function Applied({ home }: { home: string }) {
  return (
    <Alert
      tone="success"
      title="Imported"
      action={
        <span className="flex flex-wrap gap-3">
          <LinkButton to={`${home}/prints`} icon={<Printer aria-hidden="true" />}>
            Print their codes
          </LinkButton>
          <LinkButton to={`${home}/guards`} variant="primary">
            See the guards
          </LinkButton>
        </span>
      }
    >
      Every active guard has a code.
    </Alert>
  );
}

function Ready({ view }: { view: ImportView }) {
  const isSending = useNavigation().formMethod === "POST";
  const { created, changed } = view.counts;
  const isNothing = created + changed === 0;
  return (
    <Card
      title={isNothing ? "Nothing would change" : "Everything is in order"}
      description={
        isNothing
          ? "Every row says what is there already."
          : `${created} guards would be added, each with a code when active, and ${changed} changed. All of them, or none.`
      }
    >
      {view.newSites.length > 0 ? (
        <div className="mb-4">
          <Alert title={`Sites that would be added: ${view.newSites.length}`}>
            {view.newSites.slice(0, 30).join(" · ")}
          </Alert>
        </div>
      ) : null}
      <Form method="post" className="flex flex-wrap gap-3">
        <CsrfField />
        <SubmitButton name="intent" value="apply" pendingLabel="Importing…">
          {isNothing ? "Finish" : "Import now"}
        </SubmitButton>
        <SubmitButton name="intent" value="discard" variant="secondary">
          Drop this file
        </SubmitButton>
      </Form>
      {isSending ? (
        <div className="mt-4">
          <Progress label="Importing and minting codes" detail={timeFor("imported", created + changed)} />
        </div>
      ) : null}
    </Card>
  );
}

const ERROR_COLUMNS: ColumnDef<RowError>[] = [
  { header: "Row", accessorKey: "row" },
  { header: "Employee id", cell: ({ row }) => row.original.employeeId || "—" },
  { header: "Column", accessorKey: "column" },
  { header: "Value", cell: ({ row }) => <span className="break-all">{row.original.value || "—"}</span> },
  { header: "What to do", accessorKey: "message" },
];

function Errors({ view }: { view: ImportView }) {
  const { pathname } = useLocation();
  return (
    <Card
      flush
      title="What is wrong"
      description="Row numbers are those of your spreadsheet."
      actions={
        <LinkButton to={`${pathname}/errors.csv`} reloadDocument size="sm" icon={<Download aria-hidden="true" />}>
          Download as CSV
        </LinkButton>
      }
    >
      <DataTable
        caption="Rows with errors"
        columns={ERROR_COLUMNS}
        rows={view.errors}
        rowId={({ row, column, message }) => `${row} ${column} ${message}`}
      />
      {view.errorPages > 1 ? <ErrorPages view={view} /> : null}
    </Card>
  );
}

function ErrorPages({ view: { errorPage, errorPages, errorTotal } }: { view: ImportView }) {
  return (
    <nav
      aria-label="Pages of errors"
      className="flex flex-wrap items-center justify-between gap-3 border-line border-t px-4 py-3"
    >
      <p className="text-soft text-sm">
        Page {errorPage} of {errorPages}, {errorTotal} errors
      </p>
      <span className="flex gap-4">
        {errorPage > 1 ? <Link to={`?errors=${errorPage - 1}`}>Previous</Link> : null}
        {errorPage < errorPages ? <Link to={`?errors=${errorPage + 1}`}>Next</Link> : null}
      </span>
    </nav>
  );
}

const ROW_COLUMNS: ColumnDef<PreviewRow>[] = [
  { header: "Name", accessorKey: "name" },
  { header: "Row", accessorKey: "row" },
  { header: "Employee id", accessorKey: "employeeId" },
  { header: "Site", accessorKey: "site" },
  { header: "Patrons see", accessorKey: "displayName" },
  {
    header: "What happens",
    cell: ({ row: { original } }) =>
      original.isNew ? (
        <Badge tone="success">New</Badge>
      ) : (
        <Badge tone="info">Changes: {original.changes.join(", ")}</Badge>
      ),
  },
];

function Rows({ rows, total }: { rows: PreviewRow[]; total: number }) {
  return (
    <Card flush title={total > rows.length ? `The first ${rows.length} of ${total}` : "What would happen"}>
      <DataTable caption="Rows of the file" columns={ROW_COLUMNS} rows={rows} rowId={({ row }) => String(row)} />
    </Card>
  );
}
