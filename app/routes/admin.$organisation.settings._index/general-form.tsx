import { type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { useState } from "react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { COUNTRIES, contrastOf, LANGUAGES, organisationFacts } from "#app/domain/organisations/input.ts";

interface GeneralFormProps {
  organisation: {
    name: string;
    country: string;
    currency: string;
    timeZone: string;
    language: string;
    brandColour: string;
  };
  mayChange: boolean;
  lastResult: SubmissionResult | undefined;
}

const ZONES = [...new Set(Object.values(COUNTRIES).map(({ timeZone }) => timeZone))].sort();
const HEX = /^#[0-9a-f]{6}$/i;

/** Who the organisation is, to patrons and to its own people. */
export function GeneralForm({ organisation, mayChange, lastResult }: GeneralFormProps) {
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    constraint: getZodConstraint(organisationFacts),
    defaultValue: organisation,
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: organisationFacts }),
  });
  const labels = { name: "Name", timeZone: "Time zone", language: "Language", brandColour: "Brand colour" };
  const zones = [...new Set([...ZONES, organisation.timeZone])];
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-6">
      <CsrfField />
      <FormErrors form={form} labels={labels} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or admin can change these.</Alert>}
      <Card title="General">
        <fieldset disabled={!mayChange} className="grid gap-5 sm:grid-cols-2">
          <Field label="Name" hint="Patrons read it on the page and the poster." field={fields.name}>
            {(control) => <Input {...control} autoComplete="organization" />}
          </Field>
          <Field label="Time zone" hint="Its days and weeks are counted by this clock." field={fields.timeZone}>
            {(control) => (
              <Select {...control} options={zones.map((zone) => ({ value: zone, label: zone.replace("_", " ") }))} />
            )}
          </Field>
          <Field
            label="Language"
            hint="New guards begin with it. So far messages and posters are in English, until they are translated."
            field={fields.language}
          >
            {(control) => (
              <Select {...control} options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} />
            )}
          </Field>
          <BrandColour field={fields.brandColour} colour={organisation.brandColour} />
        </fieldset>
      </Card>
      <Card
        title="Country and currency"
        description="Fixed: fees, limits and every amount in the books follow from them."
      >
        <DefinitionList
          items={[
            { term: "Country", value: countryName(organisation.country) },
            { term: "Currency", value: organisation.currency },
          ]}
        />
      </Card>
      {mayChange ? (
        <div>
          <SubmitButton pendingLabel="Saving…">Save and confirm</SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

function countryName(code: string): string {
  return (COUNTRIES as Record<string, { name: string }>)[code]?.name ?? code;
}

/** The colour of posters, with how well white and black text stand on it. */
function BrandColour({ field, colour }: { field: Parameters<typeof Field>[0]["field"]; colour: string }) {
  const [shown, setShown] = useState(colour);
  const isColour = HEX.test(shown);
  return (
    <Field label="Brand colour" hint="# and six digits. Posters and cards carry it." field={field}>
      {(control) => (
        <>
          <Input
            {...control}
            spellCheck={false}
            autoCapitalize="none"
            onChange={({ target }) => setShown(target.value)}
          />
          {isColour ? (
            <div className="mt-2 grid grid-cols-2 gap-2 text-sm" aria-live="polite">
              <Sample background={shown} text="#ffffff" name="White" />
              <Sample background={shown} text="#000000" name="Black" />
            </div>
          ) : null}
        </>
      )}
    </Field>
  );
}

/** WCAG 2.2 AA asks 4.5 of text that people read. */
const ENOUGH = 4.5;

function Sample({ background, text, name }: { background: string; text: string; name: string }) {
  const contrast = contrastOf(background, text);
  const rounded = Math.round(contrast * 10) / 10;
  return (
    <div>
      <p
        aria-hidden="true"
        data-sample=""
        className="rounded-lg px-3 py-2 font-semibold"
        style={{ background, color: text }}
      >
        {name} text
      </p>
      <p className="mt-1 text-soft">
        {name}: {rounded} : 1, {contrast >= ENOUGH ? "easy to read" : "hard to read"}
      </p>
    </div>
  );
}
