import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { PasskeyForm } from "#app/components/admin/passkey-form.tsx";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { PasswordInput } from "#app/components/ui/password-input.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { action, loader } from "./route.tsx";

export function SignInPage() {
  const { csrf, next, notice } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>() as { problem?: string; email?: string } | undefined;
  return (
    <SignInShell
      title="Sign in"
      description="For staff of security companies that use Asante."
      footer="No account? An owner or admin of your organisation can invite you."
    >
      <div className="grid gap-5">
        {notice === null ? null : (
          <Alert tone="success" role="status">
            {notice}
          </Alert>
        )}
        <FormErrors
          title="You are not signed in"
          errors={refused?.problem === undefined ? [] : [{ message: refused.problem }]}
        />
        <Form method="post" className="grid gap-5">
          <input type="hidden" name="csrf" value={csrf} />
          <input type="hidden" name="next" value={next} />
          <Field label="E-mail address" id="email" name="email">
            {(control) => (
              <Input {...control} type="email" autoComplete="username" defaultValue={refused?.email} required />
            )}
          </Field>
          <Field label="Password" id="password" name="password">
            {(control) => <PasswordInput {...control} autoComplete="current-password" required />}
          </Field>
          <SubmitButton className="w-full" pendingLabel="Signing in …">
            Sign in
          </SubmitButton>
        </Form>
        <p className="text-center">
          <TextLink to="/admin/forgotten-password">Forgotten your password?</TextLink>
        </p>
        <Or />
        <PasskeyForm ceremony="get" label="Sign in with a passkey" variant="secondary" fields={{ csrf, next }} />
      </div>
    </SignInShell>
  );
}

function Or() {
  return (
    <div className="flex items-center gap-3 text-soft text-sm">
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
      or
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
    </div>
  );
}
