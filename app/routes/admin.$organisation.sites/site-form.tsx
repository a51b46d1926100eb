import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { type SiteDetails, type SiteKind, siteDetails } from "#app/domain/organisations/input.ts";

const KINDS: Record<SiteKind, string> = {
  gate: "Gate",
  estate: "Estate",
  mall: "Mall",
  office: "Office",
  other: "Other",
};

export function kindName(kind: SiteKind): string {
  return KINDS[kind];
}

interface SiteFormProps {
  site?: SiteDetails;
  lastResult: SubmissionResult<string[]> | undefined;
  /** Its buttons. */
  children: ReactNode;
}

/** A site's name, kind and address. */
export function SiteForm({ site, lastResult, children }: SiteFormProps) {
  const [form, fields] = useForm({
    lastResult,
    constraint: getZodConstraint(siteDetails),
    defaultValue: site ?? { kind: "gate" },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: siteDetails }),
  });
  return (
    <Form method="post" {...getFormProps(form)} className="grid gap-5">
      <CsrfField />
      <input type="hidden" name="intent" value="details" />
      <FormErrors form={form} labels={{ name: "Name", kind: "Kind", address: "Address" }} />
      <Field label="Name" field={fields.name} hint="Patrons read it beside the guard's name.">
        {(control) => <Input {...control} autoComplete="off" />}
      </Field>
      <Field label="Kind" field={fields.kind}>
        {(control) => (
          <Select {...control} options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))} />
        )}
      </Field>
      <Field label="Address" field={fields.address} optional hint="For your own staff.">
        {(control) => <Input {...control} autoComplete="off" />}
      </Field>
      <div className="flex flex-wrap gap-3">{children}</div>
    </Form>
  );
}
