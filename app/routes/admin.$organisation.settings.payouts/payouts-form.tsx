import { type SubmissionResult, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { RadioGroup } from "#app/components/ui/choice.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { CURRENCIES, type Currency } from "#app/core/currency.ts";
import { payoutTerms, WEEKDAYS } from "#app/domain/organisations/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";

interface PayoutsFormProps {
  version: number;
  currency: Currency;
  terms: {
    settlementCadence: "daily" | "weekly" | "threshold";
    settlementWeekday: number | null;
    settlementThresholdMinor: bigint;
  };
  mayChange: boolean;
  lastResult: SubmissionResult | undefined;
}

/** When guards are paid. */
export function PayoutsForm({ version, currency, terms, mayChange, lastResult }: PayoutsFormProps) {
  const schema = payoutTerms(currency);
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    defaultValue: {
      cadence: terms.settlementCadence,
      weekday: String(terms.settlementWeekday ?? ""),
      threshold: String(terms.settlementThresholdMinor / 100n),
    },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  });
  const labels = { cadence: "Guards are paid", weekday: "Day of the week", threshold: "At least" };
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="grid gap-6">
      <CsrfField />
      <StepUpNotice needs="policies.update" />
      <input type="hidden" name="basedOn" value={version} />
      <FormErrors form={form} labels={labels} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or finance can change these.</Alert>}
      <Card
        title="Payout schedule"
        description="Each transfer costs a fee, so small balances may wait for the next one."
      >
        <fieldset disabled={!mayChange} className="grid gap-5">
          <RadioGroup
            id={fields.cadence.id}
            legend="Guards are paid"
            name={fields.cadence.name}
            defaultValue={terms.settlementCadence}
            errors={fields.cadence.errors}
            options={[
              { value: "daily", label: "Every day", hint: "What is owed at the end of the day." },
              { value: "weekly", label: "Once a week", hint: "On the day chosen below." },
              { value: "threshold", label: "At an amount", hint: "As soon as a guard is owed the amount below." },
            ]}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="Day of the week" hint="For the weekly schedule." field={fields.weekday} optional>
              {(control) => (
                <Select
                  {...control}
                  placeholder="Choose a day"
                  options={WEEKDAYS.map((label, index) => ({ value: String(index + 1), label }))}
                />
              )}
            </Field>
            <Field
              label="At least"
              hint="What a guard must be owed before a payout is made."
              field={fields.threshold}
              optional
            >
              {(control) => <Input {...control} prefix={CURRENCIES[currency].symbol.trim()} inputMode="decimal" />}
            </Field>
          </div>
        </fieldset>
      </Card>
      {mayChange ? (
        <div>
          <SubmitButton pendingLabel="Saving…">Put the schedule in force</SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}
