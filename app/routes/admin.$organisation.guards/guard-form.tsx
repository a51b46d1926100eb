import type { FieldMetadata } from "@conform-to/react";
import { Field } from "#app/components/ui/field.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { GUARD_LANGUAGES, type GuardDetails, type ShownAs } from "#app/domain/guards/input.ts";

type GuardFields = { [Name in keyof GuardDetails]: FieldMetadata<GuardDetails[Name], GuardDetails, string[]> };

const LANGUAGES = Object.entries(GUARD_LANGUAGES).map(([value, label]) => ({ value, label }));
const SHOWN: { value: ShownAs; label: string }[] = [
  { value: "name", label: "First name and initial, such as Emeka O." },
  { value: "badge", label: "Badge number, such as Badge PG-014" },
  { value: "initials", label: "Initials, such as E.O." },
];

/** The names of the fields, for the summary of what is wrong. */
export const GUARD_LABELS = {
  firstName: "First name",
  lastName: "Last name",
  employeeId: "Employee id",
  badgeNumber: "Badge number",
  phone: "Mobile phone",
  language: "Language",
  siteId: "Site",
  shownAs: "What patrons see",
};

interface GuardFormFieldsProps {
  // biome-ignore lint/suspicious/noExplicitAny: Conform's metadata is invariant in its schema.
  fields: { [Name in keyof GuardFields]: FieldMetadata<any, any, any> };
  sites: readonly { id: string; name: string }[];
}

/** Everything about a guard that staff write down. */
export function GuardFormFields({ fields, sites }: GuardFormFieldsProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field label="First name" field={fields.firstName}>
        {(control) => <Input {...control} autoComplete="off" />}
      </Field>
      <Field label="Last name" field={fields.lastName}>
        {(control) => <Input {...control} autoComplete="off" />}
      </Field>
      <Field
        label="Employee id"
        field={fields.employeeId}
        hint="Your own number for this person; nobody else may have it."
      >
        {(control) => <Input {...control} autoComplete="off" />}
      </Field>
      <Field label="Badge number" field={fields.badgeNumber} optional>
        {(control) => <Input {...control} autoComplete="off" />}
      </Field>
      <Field label="Site" field={fields.siteId}>
        {(control) => (
          <Select
            {...control}
            placeholder="Choose a site"
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
      <Field label="What patrons see" field={fields.shownAs} hint="As the guard chooses.">
        {(control) => <Select {...control} options={SHOWN} />}
      </Field>
      <Field
        label="Mobile phone"
        field={fields.phone}
        optional
        hint="As it is dialled at home, or with + and the country's code."
      >
        {(control) => <Input {...control} type="tel" inputMode="tel" autoComplete="off" />}
      </Field>
      <Field
        label="Language"
        field={fields.language}
        hint="What they read best. So far every SMS is in English, until it is translated."
      >
        {(control) => <Select {...control} options={LANGUAGES} />}
      </Field>
    </div>
  );
}
