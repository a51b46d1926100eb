import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { BackupCodes } from "#app/components/admin/backup-codes.tsx";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PasskeyForm } from "#app/components/admin/passkey-form.tsx";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Checkbox } from "#app/components/ui/choice.tsx";
import { CodeInput } from "#app/components/ui/code-input.tsx";
import { CopyButton } from "#app/components/ui/copy-button.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { FormErrors } from "#app/components/ui/form-errors.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { Steps } from "#app/components/ui/steps.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import type { EnrolmentStep } from "./enrolment.ts";
import type { loader } from "./route.tsx";

const STEPS = ["Choose", "Connect", "Backup codes"];

export function SetUpFactorPage() {
  const { isFirst } = useLoaderData<typeof loader>();
  const step: EnrolmentStep = (useActionData() as EnrolmentStep | undefined) ?? {};
  const { problem, totp, backupCodes } = step;
  return (
    <SignInShell {...wordsOf(step, isFirst)} footer={backupCodes ? undefined : <Leave />}>
      <div className="grid gap-6">
        {isFirst || backupCodes ? <Steps steps={STEPS} current={backupCodes ? 2 : totp ? 1 : 0} /> : null}
        <FormErrors title="That did not work" errors={problem === undefined ? [] : [{ message: problem }]} />
        <Step step={step} />
      </div>
    </SignInShell>
  );
}

function Step({ step: { totp, backupCodes } }: { step: EnrolmentStep }) {
  if (backupCodes) return <KeepCodes codes={backupCodes} />;
  return totp ? <Connect totp={totp} /> : <Choose />;
}

function wordsOf({ totp, backupCodes }: EnrolmentStep, isFirst: boolean) {
  if (backupCodes) return { title: "Keep your backup codes", description: "One last thing." };
  if (totp) {
    return {
      title: "Connect your authenticator app",
      description: "Scan the code with the app, then type what it shows.",
    };
  }
  if (!isFirst)
    return { title: "Add a way to confirm it is you", description: "Your other devices will be signed out." };
  return {
    title: "Set up your second factor",
    description: "A stolen password alone must open nothing, so everybody here has a second step.",
  };
}

function Choose() {
  const { next, only, hasTotp } = useLoaderData<typeof loader>();
  const csrf = useCsrf();
  return (
    <div className="grid gap-6">
      {only === "totp" ? null : (
        <section aria-labelledby="passkey-title" className="grid gap-3">
          <h2 id="passkey-title" className="font-semibold text-lg">
            Passkey <span className="font-normal text-soft">(best)</span>
          </h2>
          <p className="text-soft">
            Your fingerprint, face or screen lock, or a security key. Nothing to type, and nothing that a false page
            could steal.
          </p>
          <PasskeyForm ceremony="create" label="Create a passkey" fields={{ csrf, next }}>
            <Field
              label="Name of this passkey"
              id="name"
              name="name"
              hint="To tell it from others, such as “Work laptop”."
            >
              {(control) => <Input {...control} defaultValue="My passkey" autoComplete="off" maxLength={60} required />}
            </Field>
          </PasskeyForm>
        </section>
      )}
      {only === "passkey" ? null : (
        <section
          aria-labelledby="totp-title"
          className="grid gap-3 border-line border-t pt-6 first:border-t-0 first:pt-0"
        >
          <h2 id="totp-title" className="font-semibold text-lg">
            Authenticator app
          </h2>
          <p className="text-soft">
            An app on your phone shows a new six-digit code every 30 seconds.
            {hasTotp ? " The one you have now is replaced." : ""}
          </p>
          <Form method="post">
            <CsrfField />
            <input type="hidden" name="next" value={next} />
            <SubmitButton name="intent" value="start-totp" variant="secondary" className="w-full">
              Use an authenticator app
            </SubmitButton>
          </Form>
        </section>
      )}
    </div>
  );
}

function Connect({ totp: { uri, secret, qr } }: { totp: NonNullable<EnrolmentStep["totp"]> }) {
  const { next } = useLoaderData<typeof loader>();
  const spaced = (secret.match(/.{1,4}/g) ?? []).join(" ");
  return (
    <div className="grid gap-5">
      <svg
        role="img"
        aria-label="QR code for your authenticator app"
        viewBox={`-4 -4 ${qr.size + 8} ${qr.size + 8}`}
        className="mx-auto size-52 rounded-lg bg-white text-black ring-1 ring-line"
        shapeRendering="crispEdges"
      >
        <path d={qr.path} fill="currentColor" />
      </svg>
      <div>
        <p className="text-soft text-sm">No camera? Type this key into the app:</p>
        <div className="mt-1 flex items-center justify-between gap-2 rounded-lg bg-sunken py-1 pr-1 pl-3">
          <code data-secret="" className="select-all break-words py-1.5">
            {spaced}
          </code>
          <CopyButton value={secret} label="Copy the key" />
        </div>
      </div>
      <Form method="post" className="grid gap-5">
        <CsrfField />
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="intent" value="totp" />
        <input type="hidden" name="uri" value={uri} />
        <Field label="Code the app shows" id="code" name="code">
          {(control) => <CodeInput {...control} required />}
        </Field>
        <SubmitButton className="w-full" pendingLabel="Checking …">
          Connect
        </SubmitButton>
      </Form>
    </div>
  );
}

function KeepCodes({ codes }: { codes: readonly string[] }) {
  const { next } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-5">
      <BackupCodes codes={codes} />
      <Form method="post" className="grid gap-4">
        <CsrfField />
        <input type="hidden" name="next" value={next} />
        <Checkbox label="I have kept these codes where I will find them again" required />
        <SubmitButton name="intent" value="continue" className="w-full">
          Go on
        </SubmitButton>
      </Form>
    </div>
  );
}

function Leave() {
  const { isFirst, next } = useLoaderData<typeof loader>();
  if (!isFirst) return <TextLink to={next}>Not now</TextLink>;
  return (
    <Form method="post" action="/admin/sign-out">
      <CsrfField />
      <SubmitButton variant="quiet">Sign out</SubmitButton>
    </Form>
  );
}
