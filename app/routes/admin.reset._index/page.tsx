import { useForm } from "@conform-to/react";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { PasswordInput } from "#app/components/ui/password-input.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { action, loader } from "./route.tsx";

export function ResetPage() {
  const { status } = useLoaderData<typeof loader>();
  if (status === "dead") {
    return (
      <SignInShell
        title="This link no longer works"
        description="Links to choose a password work once, for 30 minutes. Your password is as it was."
        footer={<TextLink to="/admin/sign-in">Back to signing in</TextLink>}
      >
        <LinkButton to="/admin/forgotten-password" variant="primary" className="w-full">
          Ask for a new link
        </LinkButton>
      </SignInShell>
    );
  }
  return (
    <SignInShell
      title="Choose a new password"
      description="You will be signed out everywhere, and sign in with it next."
    >
      <PasswordForm />
    </SignInShell>
  );
}

function PasswordForm() {
  const { csrf } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.reply ?? null;
  const [form, fields] = useForm<{ password: string }>({ id: "reset", lastResult });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors form={form} />
      <input type="hidden" name="csrf" value={csrf} />
      <Field
        label="New password"
        field={fields.password}
        hint="At least 12 characters. A few words that do not belong together are good."
      >
        {({ defaultValue: _, ...control }) => <PasswordInput {...control} autoComplete="new-password" required />}
      </Field>
      <SubmitButton className="w-full" pendingLabel="Saving …">
        Save the new password
      </SubmitButton>
    </Form>
  );
}
