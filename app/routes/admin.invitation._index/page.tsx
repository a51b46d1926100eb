import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { PasswordInput } from "#app/components/ui/password-input.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { acceptanceForm, type MemberRole } from "#app/domain/identity/input.ts";
import type { action, loader } from "./route.tsx";

const ROLES: Record<MemberRole, { name: string; may: string }> = {
  owner: { name: "an owner", may: "You may do everything in this organisation." },
  admin: { name: "an administrator", may: "You look after members, settings, guards and codes." },
  operations: { name: "operations staff", may: "You look after sites, guards and their codes." },
  finance: { name: "finance staff", may: "You look after payouts and where they go." },
  auditor: { name: "an auditor", may: "You may see everything and change nothing." },
};

export function InvitationPage() {
  const { invitation } = useLoaderData<typeof loader>();
  if (invitation === null) {
    return (
      <SignInShell
        title="This invitation no longer works"
        description="Invitations work once, for 30 minutes. Ask who invited you to send a new one."
        footer={<TextLink to="/admin/sign-in">Have you joined already? Sign in</TextLink>}
      >
        <p className="text-soft">If you were invited twice, the newest e-mail has the link that works.</p>
      </SignInShell>
    );
  }
  const { organisationName, email, role, hasAccount } = invitation;
  const { name, may } = ROLES[role];
  return (
    <SignInShell
      title={`Join ${organisationName}`}
      description={
        <>
          {organisationName} invites <span className="wrap-anywhere font-medium text-ink">{email}</span> as{" "}
          <span className="font-medium text-ink">{name}</span>. {may}
        </>
      }
    >
      {hasAccount ? <JoinForm /> : <AccountForm email={email} />}
    </SignInShell>
  );
}

function JoinForm() {
  const { csrf } = useLoaderData<typeof loader>();
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="csrf" value={csrf} />
      <p>You have an account already. Accept, then sign in as you always do.</p>
      <SubmitButton name="intent" value="join" className="w-full">
        Accept and sign in
      </SubmitButton>
    </Form>
  );
}

function AccountForm({ email }: { email: string }) {
  const { csrf } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.reply ?? null;
  const [form, fields] = useForm({
    id: "invitation",
    lastResult,
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: acceptanceForm }),
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors form={form} labels={{ name: "Your name", password: "Password" }} />
      <input type="hidden" name="csrf" value={csrf} />
      {/* For password managers, which keep a password with the name it belongs to. */}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field label="Your name" field={fields.name}>
        {(control) => <Input {...control} autoComplete="name" maxLength={100} required />}
      </Field>
      <Field
        label="Password"
        field={fields.password}
        hint="At least 12 characters. A few words that do not belong together are good."
      >
        {({ defaultValue: _, ...control }) => <PasswordInput {...control} autoComplete="new-password" required />}
      </Field>
      <SubmitButton className="w-full" pendingLabel="Joining …">
        Join
      </SubmitButton>
    </Form>
  );
}
