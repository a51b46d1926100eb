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
import { Input } from "#app/components/ui/input.tsx";
import { CURRENCIES, type Currency } from "#app/core/currency.ts";
import { amountText, formatMoney } from "#app/core/money.ts";
import { refundTerms } from "#app/domain/organisations/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";

interface RefundsFormProps {
  version: number;
  currency: Currency;
  terms: {
    refundCheckAboveMinor: bigint;
    refundFeeBearer: "reserve" | "organisation";
    railFeeBearer: "guard" | "organisation";
    reserveBps: number;
  };
  /** A tip, what the payment service takes of it, and what Asante does. */
  example: { tipMinor: bigint; railFeeMinor: bigint; platformFeeMinor: bigint };
  mayChange: boolean;
  isPlatform: boolean;
  lastResult: SubmissionResult | undefined;
}

const LABELS = {
  checkAbove: "Two people for refunds above",
  refundFeeBearer: "The payment fee of a refunded tip is borne by",
  reserveBps: "Kept for refunds",
};

/** What refunds want and who bears what they cost. */
export function RefundsForm({ version, currency, terms, mayChange, lastResult, ...page }: RefundsFormProps) {
  const schema = refundTerms(currency);
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    defaultValue: {
      checkAbove: amountText(terms.refundCheckAboveMinor),
      refundFeeBearer: terms.refundFeeBearer,
      reserveBps: String(terms.reserveBps),
    },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  });
  const say = (minor: bigint) => formatMoney({ minor, currency });
  const { tipMinor, railFeeMinor } = page.example;
  const fee = `Of a tip of ${say(tipMinor)} the payment service keeps about ${say(railFeeMinor)}, also when it is refunded.`;
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="grid gap-6">
      <CsrfField />
      <StepUpNotice needs="policies.update" />
      <input type="hidden" name="basedOn" value={version} />
      <FormErrors form={form} labels={LABELS} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or finance can change these.</Alert>}
      <fieldset disabled={!mayChange} className="grid gap-6">
        <Card title="Who agrees" description="A refund by staff up to this amount goes out on one person’s word.">
          <div className="max-w-sm">
            <Field
              label={LABELS.checkAbove}
              hint={`Zero: every refund wants two people. ${page.isPlatform ? "Only Asante raises it." : "You may lower it; only Asante raises it, so that nobody frees themself."}`}
              field={fields.checkAbove}
              optional
            >
              {(control) => <Input {...control} prefix={CURRENCIES[currency].symbol.trim()} inputMode="decimal" />}
            </Field>
          </div>
        </Card>
        <Card title="What a refund costs" description={`${fee} The guard bears none of it: somebody else does.`}>
          {terms.railFeeBearer === "organisation" ? (
            <p className="mb-4">The organisation bears the payment fee of every tip, so this changes nothing now.</p>
          ) : null}
          <RadioGroup
            id={fields.refundFeeBearer.id}
            legend={LABELS.refundFeeBearer}
            name={fields.refundFeeBearer.name}
            defaultValue={terms.refundFeeBearer}
            errors={fields.refundFeeBearer.errors}
            options={[
              { value: "reserve", label: "The reserve", hint: "What is kept of Asante’s fee; see below." },
              {
                value: "organisation",
                label: "The organisation",
                hint: `About ${say(railFeeMinor)} of such a refund is your expense, and the reserve lasts longer.`,
              },
            ]}
          />
        </Card>
        <Reserve {...page} terms={terms} field={fields.reserveBps} say={say} />
      </fieldset>
      {mayChange ? (
        <div>
          <SubmitButton pendingLabel="Saving…">Put these terms in force</SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

interface ReserveProps extends Pick<RefundsFormProps, "terms" | "example" | "isPlatform"> {
  field: Parameters<typeof Field>[0]["field"];
  say: (minor: bigint) => string;
}

function Reserve({ terms: { reserveBps }, example, isPlatform, field, say }: ReserveProps) {
  const { tipMinor, platformFeeMinor } = example;
  const keptMinor = (platformFeeMinor * BigInt(reserveBps)) / 10_000n;
  const percent = `${Math.floor(reserveBps / 100)}.${String(reserveBps % 100).padStart(2, "0")} %`;
  const sums =
    platformFeeMinor === 0n
      ? "Asante takes no fee here now, so nothing is kept: what a refund costs after the payout is the organisation’s loss."
      : `Of a tip of ${say(tipMinor)} Asante’s fee is ${say(platformFeeMinor)}, of which ${say(keptMinor)} is kept.`;
  return (
    <Card
      title="Reserve"
      description="It pays refunds and lost disputes of tips that were paid out already: a guard is never in debt."
    >
      {isPlatform ? (
        <div className="max-w-sm">
          <Field
            label={LABELS.reserveBps}
            hint="Of Asante’s fee, in hundredths of a percent: 2000 is 20 %."
            field={field}
          >
            {(control) => <Input {...control} inputMode="numeric" />}
          </Field>
        </div>
      ) : (
        <p>{percent} of Asante’s fee is kept. Asante sets it.</p>
      )}
      <p className="mt-2 text-soft">{sums}</p>
    </Card>
  );
}
