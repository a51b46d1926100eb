import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form, useNavigation } from "@remix-run/react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { Skeleton } from "#app/components/ui/skeleton.tsx";
import { payoutAccountForm } from "#app/domain/guards/input.ts";
import type { Enquiry, FormAnswer } from "./actions.ts";

interface AccountFormProps {
  guardName: string;
  /** The account takes another's place. */
  isChange: boolean;
  destinations: readonly { value: string; label: string; kind: string }[];
  answer: FormAnswer | undefined;
}

/** Countries where a bank can be asked for the name of an account's holder. */
const WITH_NAMES = ["NG", "GH"];
const LABELS = { destination: "Bank or wallet", number: "Number", holderName: "Holder's name", reason: "Reason" };

/** Two steps in one form: first whose account it is, then the request. It works without scripts, and loses nothing typed. */
export function AccountForm({ guardName, isChange, destinations, answer }: AccountFormProps) {
  const { country } = useOrganisation();
  const [form, fields] = useForm({
    id: "account",
    lastResult: answer?.result,
    constraint: getZodConstraint(payoutAccountForm),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: payoutAccountForm }),
  });
  const enquiry = answer?.enquiry ?? null;
  const isAsking = useNavigation().formData?.get("intent") === "enquire";
  const banks = destinations.filter(({ kind }) => kind === "bank");
  const wallets = destinations.filter(({ kind }) => kind !== "bank");
  const needsReason = isChange || (enquiry !== null && !enquiry.isMatch);
  return (
    <Form method="post" {...getFormProps(form)} autoComplete="off" className="grid max-w-xl gap-5">
      <CsrfField />
      <FormErrors form={form} labels={LABELS} />
      <Field label="Bank or wallet" field={fields.destination}>
        {(control) => (
          <Select {...control} placeholder="Choose…">
            {groupOf("Banks", banks)}
            {groupOf("Mobile money", wallets)}
          </Select>
        )}
      </Field>
      <Field
        label="Account or wallet number"
        field={fields.number}
        hint="It is kept encrypted and shown masked from then on."
      >
        {(control) => <Input {...control} inputMode="numeric" autoComplete="off" spellCheck={false} />}
      </Field>
      {WITH_NAMES.includes(country) ? null : (
        <Field
          label="Holder's name"
          field={fields.holderName}
          hint="As the bank has it: here the bank cannot be asked for it."
        >
          {(control) => <Input {...control} autoComplete="off" />}
        </Field>
      )}
      {needsReason ? (
        <Field label="Reason" field={fields.reason} hint="Who approves it reads this.">
          {(control) => <Input {...control} autoComplete="off" />}
        </Field>
      ) : null}
      {isAsking ? <Skeleton className="h-20 w-full" /> : null}
      {enquiry === null || isAsking ? null : <Holder enquiry={enquiry} guardName={guardName} />}
      <div className="flex flex-wrap gap-3">
        {enquiry === null ? null : (
          <SubmitButton name="intent" value="create" pendingLabel="Asking the bank again…">
            Ask for approval
          </SubmitButton>
        )}
        <SubmitButton
          name="intent"
          value="enquire"
          variant={enquiry === null ? "primary" : "secondary"}
          pendingLabel="Asking the bank…"
        >
          {enquiry === null ? "Check whose account it is" : "Check again"}
        </SubmitButton>
      </div>
    </Form>
  );
}

function groupOf(label: string, options: readonly { value: string; label: string }[]) {
  if (options.length === 0) return null;
  return (
    <optgroup label={label}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </optgroup>
  );
}

/** What the bank said, before anything is saved; what was seen goes along with the request. */
function Holder({ enquiry, guardName }: { enquiry: Enquiry; guardName: string }) {
  const { holderName, percent, isMatch, isAsked } = enquiry;
  const words = isMatch
    ? `This fits ${guardName} (${percent}%).`
    : `This is another name than ${guardName} (${percent}% alike). Check the number; if it is right, say why.`;
  return (
    <>
      <input type="hidden" name="seenName" value={holderName} />
      <Alert
        tone={isMatch ? "success" : "danger"}
        role="status"
        title={isAsked ? `The bank says: ${holderName}` : holderName}
      >
        <p>{words}</p>
        {isAsked ? null : <p>The bank was not asked: see a bank card or a statement.</p>}
      </Alert>
    </>
  );
}
