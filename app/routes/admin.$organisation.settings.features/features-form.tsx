import { type FieldMetadata, getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";

/** One setting, as the page shows it. Its key is that of a group and of a field in it: `alerts.silence_days`. */
export interface Feature {
  key: string;
  label: string;
  hint: string;
  unit?: string | undefined;
  options?: Readonly<Record<string, string>> | undefined;
  value: string;
  fallback: string;
}

interface FeaturesFormProps {
  features: readonly Feature[];
  mayChange: boolean;
  lastResult: SubmissionResult<string[]> | null;
}

type Groups = Record<string, Record<string, string>>;

/** What an organisation may have differently from everybody else. */
export function FeaturesForm({ features, mayChange, lastResult }: FeaturesFormProps) {
  const [form, groups] = useForm<Groups>({ id: "features", lastResult, defaultValue: groupsOf(features) });
  return (
    <Form method="post" {...getFormProps(form)} className="grid gap-6">
      <CsrfField />
      <FormErrors form={form} labels={Object.fromEntries(features.map(({ key, label }) => [key, label]))} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or admin can change these.</Alert>}
      <Card title="Features">
        <fieldset disabled={!mayChange} className="grid gap-6 sm:grid-cols-2">
          {features.map((feature) => {
            const [group = "", name = ""] = feature.key.split(".");
            const field = groups[group]?.getFieldset()[name];
            return field === undefined ? null : <FeatureField key={feature.key} feature={feature} field={field} />;
          })}
        </fieldset>
      </Card>
      {mayChange ? (
        <div>
          <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

function FeatureField({ feature, field }: { feature: Feature; field: FieldMetadata<string, Groups, string[]> }) {
  const { label, hint, unit, options, fallback } = feature;
  const usual = options?.[fallback] ?? `${fallback} ${unit ?? ""}`.trim();
  return (
    <Field label={label} hint={`${hint} Otherwise: ${usual}.`} field={field}>
      {(control) =>
        options ? (
          <Select
            {...control}
            options={Object.entries(options).map(([choice, words]) => ({ value: choice, label: words }))}
          />
        ) : (
          <Input {...control} suffix={unit} inputMode="numeric" />
        )
      }
    </Field>
  );
}

function groupsOf(features: readonly Feature[]): Groups {
  const groups: Groups = {};
  for (const { key, value } of features) {
    const [group = "", name = ""] = key.split(".");
    groups[group] = { ...groups[group], [name]: value };
  }
  return groups;
}
