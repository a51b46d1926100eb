import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";

/** One setting, as the page shows it. */
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
  errors: readonly { field: string; message: string }[];
  /** What was sent and refused. */
  sent: Readonly<Record<string, string>>;
}

/** What an organisation may have differently from everybody else. */
export function FeaturesForm({ features, mayChange, errors, sent }: FeaturesFormProps) {
  return (
    <Form method="post" className="grid gap-6">
      <CsrfField />
      <FormErrors errors={errors.map(({ field, message }) => ({ message, fieldId: idOf(field) }))} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or admin can change these.</Alert>}
      <Card title="Features">
        <fieldset disabled={!mayChange} className="grid gap-6 sm:grid-cols-2">
          {features.map(({ key, label, hint, unit, options, value, fallback }) => (
            <Field
              key={key}
              label={label}
              hint={`${hint} Otherwise: ${options?.[fallback] ?? `${fallback} ${unit ?? ""}`.trim()}.`}
              id={idOf(key)}
              name={key}
              errors={errors.filter(({ field }) => field === key).map(({ message }) => message)}
            >
              {(control) =>
                options ? (
                  <Select
                    {...control}
                    defaultValue={sent[key] ?? value}
                    options={Object.entries(options).map(([choice, words]) => ({ value: choice, label: words }))}
                  />
                ) : (
                  <Input {...control} defaultValue={sent[key] ?? value} suffix={unit} inputMode="numeric" />
                )
              }
            </Field>
          ))}
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

function idOf(key: string): string {
  return key.replaceAll(/[._]/g, "-");
}
