import { type SubmissionResult, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import type { z } from "zod";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { RadioGroup } from "#app/components/ui/choice.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { CURRENCIES, type Currency } from "#app/core/currency.ts";
import { amountText } from "#app/core/money.ts";
import { type PayoutTerms, payoutTerms, WEEKDAYS } from "#app/domain/organisations/input.ts";
import type { PayoutCost } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { CostTable } from "./cost-table.tsx";

interface PayoutsFormProps {
  version: number;
  currency: Currency;
  terms: {
    settlementCadence: "daily" | "weekly" | "threshold";
    settlementWeekday: number | null;
    settlementThresholdMinor: bigint;
    transferFeeBearer: "guard" | "organisation";
  };
  /** The organisation's time at which a day is settled. */
  settlesAt: string;
  costs: PayoutCost[];
  mayChange: boolean;
  lastResult: SubmissionResult | undefined;
}

const LABELS = {
  cadence: "Guards are paid",
  weekday: "Day of the week",
  threshold: "At least",
  transferFeeBearer: "The transfer fee is borne by",
};

/** When guards are paid, and who bears what that costs. */
export function PayoutsForm({ version, currency, terms, settlesAt, costs, mayChange, lastResult }: PayoutsFormProps) {
  const schema = payoutTerms(currency);
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    defaultValue: {
      cadence: terms.settlementCadence,
      weekday: String(terms.settlementWeekday ?? ""),
      threshold: amountText(terms.settlementThresholdMinor),
      transferFeeBearer: terms.transferFeeBearer,
    },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="grid gap-6">
      <CsrfField />
      <StepUpNotice needs="policies.update" />
      <input type="hidden" name="basedOn" value={version} />
      <FormErrors form={form} labels={LABELS} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or finance can change these.</Alert>}
      <fieldset disabled={!mayChange} className="grid gap-6">
        <Schedule fields={fields} cadence={terms.settlementCadence} currency={currency} settlesAt={settlesAt} />
        <Card title="Transfer fee" description="What the payment service charges to send a guard their money.">
          <div className="grid gap-5">
            <RadioGroup
              id={fields.transferFeeBearer.id}
              legend={LABELS.transferFeeBearer}
              name={fields.transferFeeBearer.name}
              defaultValue={terms.transferFeeBearer}
              errors={fields.transferFeeBearer.errors}
              options={[
                { value: "organisation", label: "The organisation", hint: "Guards get the whole payout." },
                { value: "guard", label: "The guard", hint: "It is taken out of what they are owed, and shown." },
              ]}
            />
            <CostTable costs={costs} currency={currency} />
          </div>
        </Card>
      </fieldset>
      {mayChange ? (
        <div>
          <SubmitButton pendingLabel="Saving…">Put these terms in force</SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

type Fields = ReturnType<typeof useForm<z.input<ReturnType<typeof payoutTerms>>, PayoutTerms>>[1];

function Schedule({
  fields,
  cadence,
  currency,
  settlesAt,
}: {
  fields: Fields;
  cadence: string;
  currency: Currency;
  settlesAt: string;
}) {
  return (
    <Card title="Payout schedule" description="Each transfer costs a fee, so small balances may wait for the next one.">
      <div className="grid gap-5">
        <RadioGroup
          id={fields.cadence.id}
          legend={LABELS.cadence}
          name={fields.cadence.name}
          defaultValue={cadence}
          errors={fields.cadence.errors}
          options={[
            { value: "daily", label: "Every day", hint: `At ${settlesAt}, what they are owed by then.` },
            { value: "weekly", label: "Once a week", hint: `At ${settlesAt} on the day chosen below.` },
            {
              value: "threshold",
              label: "From an amount on",
              hint: `Every day at ${settlesAt}, but only guards who are owed the amount below or more. The others wait.`,
            },
          ]}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={LABELS.weekday} hint="For the weekly schedule." field={fields.weekday} optional>
            {(control) => (
              <Select
                {...control}
                placeholder="Choose a day"
                options={WEEKDAYS.map((label, index) => ({ value: String(index + 1), label }))}
              />
            )}
          </Field>
          <Field
            label={LABELS.threshold}
            hint="With each schedule: who is owed less waits for the next one."
            field={fields.threshold}
            optional
          >
            {(control) => <Input {...control} prefix={CURRENCIES[currency].symbol.trim()} inputMode="decimal" />}
          </Field>
        </div>
      </div>
    </Card>
  );
}
