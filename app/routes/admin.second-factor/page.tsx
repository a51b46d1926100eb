import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PasskeyForm } from "#app/components/admin/passkey-form.tsx";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { CodeInput } from "#app/components/ui/code-input.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { action, loader } from "./route.tsx";

const WHY = {
  signIn: "Your password was right. One more step, so that a stolen password alone opens nothing.",
  stepUp:
    "What you asked for moves money or changes how you sign in. Your last check is more than five minutes ago, so we ask again.",
} as const;

export function SecondFactorPage() {
  const view = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>() as { problem?: string } | undefined;
  const csrf = useCsrf();
  const { next, isStepUp, hasPasskey, hasTotp, kind } = view;
  return (
    <SignInShell
      title="Confirm it is you"
      description={isStepUp ? WHY.stepUp : WHY.signIn}
      footer={<Leave email={view.email} isStepUp={isStepUp} next={next} />}
    >
      <div className="grid gap-5">
        <FormErrors
          title="That did not work"
          errors={refused?.problem === undefined ? [] : [{ message: refused.problem }]}
        />
        {hasPasskey && kind === "totp" ? (
          <PasskeyForm ceremony="get" label="Use your passkey" fields={{ csrf, next }} />
        ) : null}
        {kind === "backup_code" ? <BackupCodeForm next={next} /> : null}
        {kind === "totp" && hasTotp ? <TotpForm next={next} isSecond={hasPasskey} /> : null}
        <OtherWay />
      </div>
    </SignInShell>
  );
}

function TotpForm({ next, isSecond }: { next: string; isSecond: boolean }) {
  return (
    <Form method="post" className="grid gap-5">
      <CsrfField />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="intent" value="totp" />
      <Field label="Code" id="code" name="code" hint="The six digits your authenticator app shows for Asante.">
        {(control) => <CodeInput {...control} required autoFocus={!isSecond} />}
      </Field>
      <SubmitButton className="w-full" variant={isSecond ? "secondary" : "primary"} pendingLabel="Checking …">
        Confirm
      </SubmitButton>
    </Form>
  );
}

function BackupCodeForm({ next }: { next: string }) {
  return (
    <Form method="post" className="grid gap-5">
      <CsrfField />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="intent" value="backup_code" />
      <Field
        label="Backup code"
        id="code"
        name="code"
        hint="One of the ten you kept when you set up your account. It is used up by this."
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            placeholder="XXXX-XXXX-XXXX-XXXX"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
            required
          />
        )}
      </Field>
      <SubmitButton className="w-full" pendingLabel="Checking …">
        Confirm
      </SubmitButton>
    </Form>
  );
}

function OtherWay() {
  const { next, kind, hasBackupCodes, hasTotp, hasPasskey } = useLoaderData<typeof loader>();
  const query = `next=${encodeURIComponent(next)}`;
  if (kind === "backup_code") {
    return (
      <p className="text-center">
        <TextLink to={`?${query}`}>
          {hasTotp ? "Use your authenticator app instead" : "Use your passkey instead"}
        </TextLink>
      </p>
    );
  }
  if (!hasBackupCodes) return null;
  return (
    <p className="text-center">
      <TextLink to={`?${query}&use=backup_code`}>
        {hasPasskey ? "Neither at hand? Use a backup code" : "Phone not at hand? Use a backup code"}
      </TextLink>
    </p>
  );
}

function Leave({ email, isStepUp, next }: { email: string; isStepUp: boolean; next: string }) {
  return (
    <div className="grid justify-items-center gap-2">
      <p className="break-all">You are {email}.</p>
      <div className="flex flex-wrap items-center justify-center gap-4">
        {isStepUp ? <TextLink to={next === "/admin/account" ? next : "/admin"}>Not now</TextLink> : null}
        <Form method="post" action="/admin/sign-out">
          <CsrfField />
          <SubmitButton variant="quiet">Sign out</SubmitButton>
        </Form>
      </div>
    </div>
  );
}
