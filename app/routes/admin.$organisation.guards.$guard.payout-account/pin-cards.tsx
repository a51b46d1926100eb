import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { type ControlProps, Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { chosenPin, typedPin } from "#app/domain/guards/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import type { FormAnswer } from "./actions.ts";

interface Pin {
  setAt: string;
  setByName: string;
}

const LABELS = { pin: "PIN", pinAgain: "PIN again" };

/** Lifts a hold: only with a PIN that was there before the change was asked for, and was set with somebody else. */
export function LiftForm({ answer, obstacle }: { answer: FormAnswer | undefined; obstacle: string | null }) {
  const [form, fields] = useForm({
    id: "lift",
    lastResult: answer?.result,
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: typedPin }),
  });
  if (obstacle !== null) return <p className="max-w-prose text-soft">{obstacle}</p>;
  return (
    <Form method="post" {...getFormProps(form)} autoComplete="off" className="grid max-w-sm gap-4">
      <CsrfField />
      <StepUpNotice needs="payout-accounts.lift" />
      <FormErrors form={form} labels={LABELS} />
      <Field
        label="The guard's PIN"
        field={fields.pin}
        hint="The guard types it here, in person. Five wrong tries lock it for 15 minutes."
      >
        {(control) => <PinInput control={control} />}
      </Field>
      <div>
        <SubmitButton name="intent" value="lift" pendingLabel="Checking…">
          Lift the hold
        </SubmitButton>
      </div>
    </Form>
  );
}

/** Sets the PIN, or another one. */
export function PinCard({ pin, isHeld, answer }: { pin: Pin | null; isHeld: boolean; answer: FormAnswer | undefined }) {
  const { timeZone } = useOrganisation();
  const [form, fields] = useForm({
    id: "pin",
    lastResult: answer?.result,
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: chosenPin }),
  });
  return (
    <Card title="The guard's PIN" description="With it the guard, in person, ends the wait of a changed account.">
      <p className="mb-4">
        {pin === null ? (
          "No PIN is set."
        ) : (
          <>
            Set <DateTime at={pin.setAt} timeZone={timeZone} />, with {pin.setByName}.
          </>
        )}
      </p>
      {isHeld ? (
        <div className="mb-4">
          <Alert tone="warning">A PIN that is set now cannot lift the hold that runs.</Alert>
        </div>
      ) : null}
      <StepUpNotice needs="payout-accounts.lift" />
      <Form method="post" {...getFormProps(form)} autoComplete="off" className="grid max-w-sm gap-4">
        <CsrfField />
        <FormErrors form={form} labels={LABELS} />
        <Field label={pin === null ? "PIN" : "New PIN"} field={fields.pin} hint="Six digits, typed by the guard.">
          {(control) => <PinInput control={control} />}
        </Field>
        <Field label="The same again" field={fields.pinAgain}>
          {(control) => <PinInput control={control} />}
        </Field>
        <div>
          <SubmitButton name="intent" value="set_pin" variant="secondary" pendingLabel="Setting…">
            {pin === null ? "Set PIN" : "Set another PIN"}
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

/** Nobody reads it over the guard's shoulder, and no browser keeps it. */
function PinInput({ control: { defaultValue: _, ...control } }: { control: ControlProps }) {
  return (
    <Input
      {...control}
      type="password"
      inputMode="numeric"
      autoComplete="off"
      minLength={6}
      maxLength={6}
      pattern="[0-9]*"
    />
  );
}
