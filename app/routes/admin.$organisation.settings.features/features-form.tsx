import { type FieldMetadata, getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Switch } from "#app/components/ui/choice.tsx";
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
  /** A switch's are `on` and `off`. */
  value: string;
  fallback: string;
  isSwitch: boolean;
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
            if (field === undefined) return null;
            const Drawn = feature.isSwitch ? FeatureSwitch : FeatureField;
            return <Drawn key={feature.key} feature={feature} field={field} />;
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

interface FeatureProps {
  feature: Feature;
  field: FieldMetadata<string, Groups, string[]>;
}

/** On or off. A box that is not ticked is not sent: the hidden field says so in its place, and the last one counts. */
function FeatureSwitch({ feature: { label, hint, fallback }, field }: FeatureProps) {
  const isOn = [field.initialValue].flat().at(-1) === "on";
  return (
    <div className="sm:col-span-2">
      <input type="hidden" name={field.name} value="off" />
      <Switch
        id={field.id}
        name={field.name}
        value="on"
        defaultChecked={isOn}
        label={label}
        hint={`${hint} Otherwise: ${fallback}.`}
      />
    </div>
  );
}

function FeatureField({ feature, field }: FeatureProps) {
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
