import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { resetRequestForm } from "#app/domain/identity/input.ts";
import type { action, loader } from "./route.tsx";

export function ForgottenPasswordPage() {
  const sent = useActionData<typeof action>()?.sentTo ?? null;
  return (
    <SignInShell
      title="Forgotten your password?"
      description={sent === null ? "We send you a link to choose a new one. It works once, for 30 minutes." : undefined}
      footer={<TextLink to="/admin/sign-in">Back to signing in</TextLink>}
    >
      {sent === null ? <AskForm /> : <Sent email={sent} />}
    </SignInShell>
  );
}

function Sent({ email }: { email: string }) {
  return (
    <Alert tone="success" role="status" title="Look into your inbox">
      If <span className="wrap-anywhere font-medium">{email}</span> belongs to somebody here, the link is on its way. It
      may be among the unwanted mail.
    </Alert>
  );
}

function AskForm() {
  const { csrf } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.reply ?? null;
  const [form, fields] = useForm({
    id: "forgotten",
    lastResult,
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: resetRequestForm }),
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors form={form} />
      <input type="hidden" name="csrf" value={csrf} />
      <Field label="E-mail address" field={fields.email}>
        {(control) => <Input {...control} type="email" autoComplete="username" required />}
      </Field>
      <SubmitButton className="w-full" pendingLabel="Sending …">
        Send the link
      </SubmitButton>
    </Form>
  );
}
