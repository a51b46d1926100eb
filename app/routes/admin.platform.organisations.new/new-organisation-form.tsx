import { type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { COUNTRIES, COUNTRIES_TO_OFFER, newOrganisation } from "#app/domain/organisations/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";

const COUNTRY_OPTIONS = COUNTRIES_TO_OFFER.map((value) => ({
  value,
  label: `${COUNTRIES[value].name} (${COUNTRIES[value].currency})`,
}));
const ZONE_OPTIONS = COUNTRIES_TO_OFFER.map((code) => ({
  value: COUNTRIES[code].timeZone,
  label: COUNTRIES[code].timeZone,
}));

/** A new tenant and its first owner. */
export function NewOrganisationForm({ lastResult }: { lastResult: SubmissionResult | undefined }) {
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    constraint: getZodConstraint(newOrganisation),
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: newOrganisation }),
  });
  const labels = { name: "Name", country: "Country", timeZone: "Time zone", ownerEmail: "First owner’s e-mail" };
  return (
    <>
      <PageHeader
        title="New organisation"
        description="Country and currency are fixed from now on: the books follow them."
      />
      <StepUpNotice needs="platform.write" />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-6">
        <CsrfField />
        <FormErrors form={form} labels={labels} />
        <Card>
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="Name" field={fields.name}>
              {(control) => <Input {...control} autoComplete="off" />}
            </Field>
            <Field label="Country" field={fields.country}>
              {(control) => <Select {...control} placeholder="Choose a country" options={COUNTRY_OPTIONS} />}
            </Field>
            <Field label="Time zone" field={fields.timeZone}>
              {(control) => <Select {...control} placeholder="Choose a time zone" options={ZONE_OPTIONS} />}
            </Field>
            <Field
              label="First owner’s e-mail"
              hint="The invitation goes out when another of Asante’s people agrees."
              field={fields.ownerEmail}
            >
              {(control) => <Input {...control} type="email" autoComplete="off" />}
            </Field>
          </div>
        </Card>
        <div className="flex flex-wrap gap-3">
          <SubmitButton pendingLabel="Taking in…">Take in the organisation</SubmitButton>
          <LinkButton to="/admin/platform">Cancel</LinkButton>
        </div>
      </Form>
    </>
  );
}
