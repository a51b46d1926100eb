import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { UserPlus } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input, Select } from "#app/components/ui/input.tsx";
import { invitationForm } from "#app/domain/identity/input.ts";
import { ROLE_OPTIONS } from "./roles.ts";

/** Asks for one more person. */
export function InviteForm({ lastResult }: { lastResult: SubmissionResult<string[]> | null }) {
  const [form, fields] = useForm({
    id: "invite",
    lastResult,
    constraint: getZodConstraint(invitationForm),
    defaultValue: { role: "operations" },
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: invitationForm }),
  });
  return (
    <Card title="Invite somebody" description="They get a link by e-mail that works once, for 30 minutes.">
      <Form method="post" {...getFormProps(form)} className="grid gap-5 sm:grid-cols-2">
        <CsrfField />
        <input type="hidden" name="intent" value="invite" />
        <div className="empty:hidden sm:col-span-2">
          <FormErrors form={form} labels={{ email: "E-mail", role: "Role" }} />
        </div>
        <Field label="E-mail" field={fields.email}>
          {(control) => <Input {...control} type="email" inputMode="email" autoComplete="off" />}
        </Field>
        <Field
          label="Role"
          field={fields.role}
          hint="All but auditors wait for a second person: another owner or admin, or Asante."
        >
          {(control) => <Select {...control} options={ROLE_OPTIONS} />}
        </Field>
        <div>
          <SubmitButton name="send" value="invite" pendingLabel="Inviting…" icon={<UserPlus aria-hidden="true" />}>
            Invite
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
