import type { FormMetadata } from "@conform-to/react";
import { Form, Link } from "@remix-run/react";
import type { ColumnDef } from "@tanstack/react-table";
import { Mail, Printer } from "lucide-react";
import type { ComponentProps } from "react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Checkbox, RadioGroup } from "#app/components/ui/choice.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { FieldError } from "#app/components/ui/field.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import type { Printable, PrintJob } from "#app/domain/qr/index.ts";
import { PRINT_KINDS, PRINTED_AT_ONCE, type PrintSelection } from "#app/domain/qr/input.ts";
import { JobBadge, jobTitle } from "../admin.$organisation.prints/job-words.tsx";

interface PrintShopPageProps {
  selection: PrintSelection;
  printable: Printable;
  sites: { id: string; name: string }[];
  jobs: PrintJob[];
  mayPrint: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: Conform's metadata is invariant in its schema.
  form: FormMetadata<any, any>;
  formProps: ComponentProps<typeof Form>;
  errors: { kinds: string[] | undefined; layout: string[] | undefined };
}

const KINDS = Object.entries(PRINT_KINDS);

/** Choose whose codes, choose what to print, and watch it being printed. */
export function PrintShopPage({ selection, printable, sites, jobs, mayPrint, ...order }: PrintShopPageProps) {
  const { id } = useOrganisation();
  const home = `/admin/${id}/prints`;
  return (
    <>
      <PageHeader
        title="Print shop"
        description="Posters, lanyard cards and stickers. Every code is read back, with a fifth of it hidden, before you get the file."
        actions={
          mayPrint ? (
            <LinkButton to={`${home}/email`} icon={<Mail aria-hidden="true" />}>
              E-mail codes
            </LinkButton>
          ) : undefined
        }
      />
      <div className="grid gap-6">
        <Card title="Whose codes" description="Guards who are active. Leave everything open for all of them.">
          <FilterBar
            searchLabel="Search guards"
            searchPlaceholder="Name, badge or employee id"
            filters={[
              { name: "site", label: "Site", options: sites.map(({ id, name }) => ({ value: id, label: name })) },
            ]}
          />
          <Chosen printable={printable} selection={selection} home={home} />
        </Card>
        {mayPrint ? <OrderForm selection={selection} codes={printable.codes} {...order} /> : null}
        <Card flush title="Latest prints" description="Files are kept for 24 hours.">
          <DataTable
            caption="Latest prints"
            columns={columnsOf(home)}
            rows={jobs}
            rowId={(job) => job.id}
            empty={
              <EmptyState icon={Printer} title="Nothing printed yet">
                What you print is listed here, to be fetched again.
              </EmptyState>
            }
          />
        </Card>
      </div>
    </>
  );
}

function Chosen({ printable, selection, home }: { printable: Printable; selection: PrintSelection; home: string }) {
  const { codes, leftOut } = printable;
  const more = leftOut.count - leftOut.guards.length;
  return (
    <div className="mt-4 grid gap-3">
      <p aria-live="polite">
        <strong>{codes === 1 ? "1 code" : `${codes} codes`}</strong>
        {selection.guardIds.length === 0 ? null : (
          <>
            {selection.guardIds.length === 1
              ? " of one guard. "
              : ` of ${selection.guardIds.length} guards whom you ticked. `}
            <Link to={home}>Choose others</Link>
          </>
        )}
      </p>
      {leftOut.count === 0 ? null : (
        <Alert
          tone="warning"
          title={leftOut.count === 1 ? "1 guard is left out" : `${leftOut.count} guards are left out`}
        >
          They have no active code: {leftOut.guards.map(({ name }) => name).join(", ")}
          {more > 0 ? ` and ${more} more` : ""}. A code is minted within ten minutes, or at once on the guard’s own
          page.
        </Alert>
      )}
    </div>
  );
}

function OrderForm({
  selection,
  codes,
  form,
  formProps,
  errors,
}: Pick<PrintShopPageProps, "selection" | "form" | "formProps" | "errors"> & { codes: number }) {
  return (
    <Form method="post" action="?index" {...formProps}>
      <Card
        title="What to print"
        description={
          codes > PRINTED_AT_ONCE
            ? "It is printed in the background; you can watch, or leave."
            : "It is printed at once."
        }
      >
        <CsrfField />
        <input type="hidden" name="guard" value={selection.guardIds.join(",")} />
        <input type="hidden" name="site" value={selection.siteId ?? ""} />
        <input type="hidden" name="q" value={selection.search} />
        <div className="grid gap-6">
          <FormErrors form={form} labels={{ kinds: "What to print", layout: "Files" }} />
          <fieldset id={form.id ? `${form.id}-kinds` : undefined} aria-describedby="kinds-error">
            <legend className="mb-1.5 font-semibold">Forms</legend>
            <div className="grid gap-1 sm:grid-cols-2">
              {KINDS.map(([kind, label]) => (
                <Checkbox key={kind} name="kinds" value={kind} label={label} defaultChecked={kind === "a4"} />
              ))}
            </div>
            <FieldError id="kinds-error" errors={errors.kinds} />
          </fieldset>
          <RadioGroup
            legend="Files"
            name="layout"
            defaultValue="together"
            options={[
              { value: "together", label: "Together", hint: "PDFs of up to 50 codes each, for a printer." },
              { value: "apart", label: "Apart", hint: "A file for each guard, in a folder for each site." },
            ]}
          />
          <div className="grid gap-1">
            <Checkbox
              name="fillsSheets"
              label="A whole sheet of stickers for each guard"
              hint="Otherwise each guard has one sticker, side by side with the others."
            />
            <Checkbox
              name="cropMarks"
              label="Crop marks and bleed"
              hint="For a print shop that trims. Stickers are cut already and have none."
            />
          </div>
          <div>
            <SubmitButton pendingLabel="Printing…" disabled={codes === 0} icon={<Printer aria-hidden="true" />}>
              {codes === 1 ? "Print 1 code" : `Print ${codes} codes`}
            </SubmitButton>
          </div>
        </div>
      </Card>
    </Form>
  );
}

function columnsOf(home: string): ColumnDef<PrintJob>[] {
  return [
    { header: "Print", cell: ({ row }) => <Link to={`${home}/${row.original.id}`}>{jobTitle(row.original)}</Link> },
    { header: "Status", cell: ({ row }) => <JobBadge status={row.original.status} /> },
    { header: "Ordered", cell: ({ row }) => <When at={row.original.createdAt} /> },
  ];
}

function When({ at }: { at: string }) {
  return <DateTime at={at} timeZone={useOrganisation().timeZone} />;
}
