import { Form, useLocation } from "@remix-run/react";
import { Download, FileClock } from "lucide-react";
import { AuditRows, type ShownAuditRow } from "#app/components/admin/audit-rows.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { clearHref } from "#app/components/ui/list-url.ts";
import { Pagination } from "#app/components/ui/pagination.tsx";

type Filters = Readonly<Record<"actor" | "action" | "subject" | "from" | "to", string | null>>;
interface Person {
  actor: string;
  name: string;
}

interface AuditPageProps {
  rows: readonly ShownAuditRow[];
  newer: string | null;
  older: string | null;
  filters: Filters;
  actors: readonly Person[];
  timeZone: string;
}

const NAMES = ["actor", "action", "subject", "from", "to"];

/** Everything that was done in the organisation; nothing here can be changed. */
export function AuditPage({ rows, newer, older, filters, actors, timeZone }: AuditPageProps) {
  const { search, pathname } = useLocation();
  const isFiltered = Object.values(filters).some((value) => value !== null);
  const everything = clearHref(search, NAMES);
  return (
    <>
      <PageHeader
        title="Audit log"
        description={`Who did what, before and after, and from where. Times are those of ${timeZone}.`}
        actions={
          <LinkButton to={`${pathname}/export${search}`} reloadDocument icon={<Download aria-hidden="true" />}>
            Export CSV
          </LinkButton>
        }
      />
      <Filters key={search} filters={filters} actors={actors} everything={isFiltered ? everything : null} />
      <Card flush>
        {rows.length > 0 ? (
          <AuditRows
            rows={rows}
            timeZone={timeZone}
            subjectHref={(subject) => `?${new URLSearchParams({ subject })}`}
          />
        ) : (
          <EmptyState
            icon={FileClock}
            title={isFiltered ? "Nothing fits these filters" : "Nothing has been done yet"}
            action={isFiltered ? <LinkButton to={everything}>Show everything</LinkButton> : null}
          >
            Every change that anybody makes is written here, with what it was before.
          </EmptyState>
        )}
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}

interface FiltersProps {
  filters: Filters;
  actors: readonly Person[];
  everything: string | null;
}

const KINDS = [
  { value: "staff", label: "Anybody of the staff" },
  { value: "system", label: "Asante’s machines" },
  { value: "patron", label: "Patrons" },
];

function Filters({ filters, actors, everything }: FiltersProps) {
  const people = actors.map(({ actor, name }) => ({ value: actor, label: name }));
  return (
    <Form method="get" role="search" className="mb-4 flex flex-wrap items-end gap-3">
      <div className="grid min-w-0 flex-1 grid-cols-2 items-end gap-3 max-md:basis-full md:grid-cols-5">
        <Field label="Who" id="actor" name="actor">
          {(control) => (
            <Select
              {...control}
              placeholder="Everybody"
              defaultValue={filters.actor ?? ""}
              options={[...KINDS, ...people]}
            />
          )}
        </Field>
        <Field label="Action begins with" id="action" name="action">
          {(control) => (
            <Input {...control} defaultValue={filters.action ?? ""} placeholder="guard." autoCapitalize="none" />
          )}
        </Field>
        <Field label="Done to" id="subject" name="subject">
          {(control) => (
            <Input {...control} defaultValue={filters.subject ?? ""} placeholder="An id" autoCapitalize="none" />
          )}
        </Field>
        <Field label="From" id="from" name="from">
          {(control) => <Input {...control} type="date" defaultValue={filters.from ?? ""} />}
        </Field>
        <Field label="To" id="to" name="to">
          {(control) => <Input {...control} type="date" defaultValue={filters.to ?? ""} />}
        </Field>
      </div>
      <SubmitButton variant="secondary">Apply</SubmitButton>
      {everything === null ? null : (
        <LinkButton to={everything} variant="quiet">
          Clear
        </LinkButton>
      )}
    </Form>
  );
}
