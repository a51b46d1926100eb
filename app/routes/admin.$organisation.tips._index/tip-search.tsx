import { Form } from "@remix-run/react";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import type { TipFilters } from "../admin.$organisation.tips/tip-list.ts";
import { TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";

interface TipSearchProps {
  filters: TipFilters;
  sites: readonly { id: string; name: string }[];
  isNarrowed: boolean;
}

const STATUS_OPTIONS = Object.entries(TIP_STATUSES).map(([value, { label }]) => ({ value, label }));

/** What a tip is found by. A receipt's code alone is enough. */
export function TipSearch({ filters, sites, isNarrowed }: TipSearchProps) {
  const siteOptions = sites.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form method="get" role="search" autoComplete="off" className="mb-4 flex flex-wrap items-end gap-3">
      <div className="grid min-w-0 flex-1 grid-cols-2 items-end gap-3 max-lg:basis-full lg:grid-cols-6">
        <Field label="Code or guard" id="q" name="q" className="max-lg:col-span-2">
          {(control) => (
            <Input {...control} type="search" defaultValue={filters.q} placeholder="7K3M-9QXT" autoCapitalize="none" />
          )}
        </Field>
        <Field label="Amount" id="amount" name="amount">
          {(control) => <Input {...control} inputMode="decimal" defaultValue={filters.amount} placeholder="Any" />}
        </Field>
        <Field label="Status" id="status" name="status">
          {(control) => (
            <Select {...control} placeholder="Any" defaultValue={filters.status} options={STATUS_OPTIONS} />
          )}
        </Field>
        <Field label="Site" id="site" name="site" className="max-lg:col-span-2">
          {(control) => (
            <Select {...control} placeholder="Every site" defaultValue={filters.site} options={siteOptions} />
          )}
        </Field>
        <Field label="From" id="from" name="from">
          {(control) => <Input {...control} type="date" defaultValue={filters.from} />}
        </Field>
        <Field label="To" id="to" name="to">
          {(control) => <Input {...control} type="date" defaultValue={filters.to} />}
        </Field>
      </div>
      <SubmitButton variant="secondary">Search</SubmitButton>
      {isNarrowed ? (
        <LinkButton to="?" variant="quiet">
          Clear
        </LinkButton>
      ) : null}
    </Form>
  );
}
