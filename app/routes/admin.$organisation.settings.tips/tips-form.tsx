import { type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import type { z } from "zod";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Checkbox, RadioGroup } from "#app/components/ui/choice.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { CURRENCIES, type Currency } from "#app/core/currency.ts";
import { amountText } from "#app/core/money.ts";
import { type TipTerms, tipTerms } from "#app/domain/organisations/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { type Net, useNets } from "./use-nets.ts";

export interface TipsFormProps {
  version: number;
  currency: Currency;
  terms: {
    presetsMinor: readonly bigint[];
    minimumMinor: bigint;
    maximumMinor: bigint;
    platformFeeBps: number;
    railFeeBearer: "guard" | "organisation";
    patronMayCoverFee: boolean;
  };
  nets: readonly { amountMinor: bigint; netMinor: bigint; isInDeadZone: boolean }[];
  mayChange: boolean;
  isPlatform: boolean;
  lastResult: SubmissionResult | undefined;
}

const PRESETS = [0, 1, 2, 3];

/** What patrons are offered and who bears the fees; saving makes a new version, in force at once. */
export function TipsForm({ version, currency, terms, nets, mayChange, isPlatform, lastResult }: TipsFormProps) {
  const schema = tipTerms(currency);
  const [form, fields] = useForm({
    lastResult: lastResult ?? null,
    constraint: getZodConstraint(schema),
    defaultValue: {
      presets: PRESETS.map((index) => textOf(terms.presetsMinor[index])),
      minimum: amountText(terms.minimumMinor),
      maximum: amountText(terms.maximumMinor),
      railFeeBearer: terms.railFeeBearer,
      patronMayCoverFee: terms.patronMayCoverFee ? "on" : "",
      platformFeeBps: String(terms.platformFeeBps),
    },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  });
  const live = useNets(nets, currency);
  return (
    <Form
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      onChange={live.look}
      className="grid gap-6"
    >
      <CsrfField />
      <StepUpNotice needs="policies.update" />
      <input type="hidden" name="basedOn" value={version} />
      <FormErrors form={form} labels={labelsOf()} />
      {mayChange ? null : <Alert tone="neutral">Only an owner or finance can change these.</Alert>}
      <fieldset disabled={!mayChange} className="grid gap-6">
        <Amounts fields={fields} nets={live.nets} sign={CURRENCIES[currency].symbol.trim()} />
        <Fees fields={fields} terms={terms} isPlatform={isPlatform} />
      </fieldset>
      {mayChange ? (
        <div>
          <SubmitButton pendingLabel="Saving…">Put new terms in force</SubmitButton>
          <p className="mt-2 text-sm text-soft">Version {version} is in force. Tips already given keep their terms.</p>
        </div>
      ) : null}
    </Form>
  );
}

type Fields = ReturnType<typeof useForm<z.input<ReturnType<typeof tipTerms>>, TipTerms>>[1];

function Amounts({ fields, nets, sign }: { fields: Fields; nets: readonly (Net | null)[]; sign: string }) {
  return (
    <Card title="Amounts" description="What patrons are offered, and what the guard gets of each at worst.">
      <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
        {fields.presets.getFieldList().map((preset, index) => (
          <div key={preset.key}>
            <Field label={`Amount ${index + 1}`} field={preset} optional={index > 0}>
              {(control) => <Input {...control} prefix={sign} inputMode="decimal" />}
            </Field>
            <NetLine net={nets[index] ?? null} />
          </div>
        ))}
      </div>
      <div className="mt-5 grid gap-5 sm:grid-cols-2">
        <Field label="Smallest tip" field={fields.minimum}>
          {(control) => <Input {...control} prefix={sign} inputMode="decimal" />}
        </Field>
        <Field label="Largest tip" field={fields.maximum}>
          {(control) => <Input {...control} prefix={sign} inputMode="decimal" />}
        </Field>
      </div>
    </Card>
  );
}

function Fees({ fields, terms, isPlatform }: { fields: Fields; terms: TipsFormProps["terms"]; isPlatform: boolean }) {
  return (
    <Card title="Fees" description="What the payment service charges for each tip, and who bears it.">
      <div className="grid gap-5">
        <RadioGroup
          id={fields.railFeeBearer.id}
          legend="The payment fee is borne by"
          name={fields.railFeeBearer.name}
          defaultValue={terms.railFeeBearer}
          errors={fields.railFeeBearer.errors}
          options={[
            { value: "guard", label: "The guard", hint: "It is taken out of each tip, and shown." },
            { value: "organisation", label: "The organisation", hint: "Guards get the whole tip." },
          ]}
        />
        <Checkbox
          name={fields.patronMayCoverFee.name}
          defaultChecked={terms.patronMayCoverFee}
          label="Patrons may cover the fee"
          hint="They see what it adds before they pay."
        />
        <PlatformFee isPlatform={isPlatform} bps={terms.platformFeeBps} field={fields.platformFeeBps} />
      </div>
    </Card>
  );
}

function PlatformFee({
  isPlatform,
  bps,
  field,
}: {
  isPlatform: boolean;
  bps: number;
  field: Parameters<typeof Field>[0]["field"];
}) {
  if (!isPlatform) {
    const percent = `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, "0")}`;
    return <p className="text-soft">Asante’s own fee: {percent} % of each tip. Asante sets it.</p>;
  }
  return (
    <Field label="Asante’s fee" hint="In hundredths of a percent: 150 is 1.5 %." field={field}>
      {(control) => <Input {...control} inputMode="numeric" />}
    </Field>
  );
}

function NetLine({ net }: { net: Net | null }) {
  if (net === null) return null;
  return (
    <p className={net.isInDeadZone ? "mt-1 text-sm text-wrong" : "mt-1 text-sm text-soft"}>
      {net.isInDeadZone ? `The guard gets ${net.text}: a smaller tip gives more` : `The guard gets ${net.text}`}
    </p>
  );
}

function textOf(minor: bigint | undefined): string {
  return minor === undefined ? "" : amountText(minor);
}

function labelsOf(): Record<string, string> {
  const presets = PRESETS.map((index) => [`presets[${index}]`, `Amount ${index + 1}`] as const);
  const others = {
    presets: "Amounts",
    minimum: "Smallest tip",
    maximum: "Largest tip",
    platformFeeBps: "Asante’s fee",
  };
  return { ...Object.fromEntries(presets), ...others };
}
