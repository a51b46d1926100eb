import { Form } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { RadioGroup } from "#app/components/ui/choice.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { RefundTerms } from "#app/domain/payments/index.ts";
import { REASON_MAX_CHARACTERS } from "#app/domain/payments/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { Bearers } from "../admin.$organisation.refunds/bearers.tsx";
import type { RefundFormProps } from "./page.tsx";

interface ConfirmProps {
  refundId: string;
  verdict: Extract<RefundTerms["verdict"], { isPossible: true }>;
  terms: RefundTerms;
  answer: RefundFormProps["answer"];
}

/** Who will bear it, whether a second person is needed, and why; then it is sent. */
export function Confirm({ refundId, verdict: { amount, parts, needsApproval }, terms, answer }: ConfirmProps) {
  const errorsOf = (name: string) =>
    answer?.problems.filter(({ field }) => field === name).map(({ message }) => message);
  return (
    <Card title="Who bears it">
      <Bearers amount={amount} parts={parts} />
      <div className="mt-4">
        <Alert
          tone={needsApproval ? "warning" : "info"}
          title={needsApproval ? "Another person must approve it" : "It is sent at once"}
        >
          {needsApproval
            ? `It is more than ${formatMoney(terms.checkAbove)}. The money is set aside now and goes out when somebody else has approved it.`
            : "It cannot be taken back. The receipt tells the patron, and banks take up to ten business days."}
        </Alert>
      </div>
      <Form method="post" className="mt-6 grid gap-5">
        <CsrfField />
        <StepUpNotice needs="refunds.write" />
        <input type="hidden" name="refundId" value={refundId} />
        <input type="hidden" name="amountMinor" value={String(amount.minor)} />
        <FormErrors errors={answer?.problems.map(({ field, message }) => ({ message, fieldId: field })) ?? []} />
        <RadioGroup
          id="cause"
          legend="Why does it go back?"
          name="cause"
          defaultValue={answer?.typed.cause || "staff"}
          errors={errorsOf("cause")}
          options={[
            { value: "staff", label: "The patron asks for it", hint: "A wrong amount, a wrong guard, a complaint." },
            { value: "duplicate", label: "It was paid twice" },
          ]}
        />
        <Field
          label="Reason"
          id="reason"
          name="reason"
          hint="For your records and the second person. The patron does not see it."
          errors={errorsOf("reason")}
        >
          {(control) => (
            <Input
              {...control}
              defaultValue={answer?.typed.reason ?? ""}
              required
              autoComplete="off"
              minLength={3}
              maxLength={REASON_MAX_CHARACTERS}
            />
          )}
        </Field>
        <div>
          <SubmitButton pendingLabel="Sending…">
            {needsApproval ? `Ask for ${formatMoney(amount)} to go back` : `Give ${formatMoney(amount)} back`}
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
