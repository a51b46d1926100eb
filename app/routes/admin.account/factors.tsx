import { Form, useLoaderData } from "@remix-run/react";
import { Fingerprint, KeyRound, Smartphone } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { Dialog, DialogActions } from "#app/components/ui/dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { useAfterSending } from "#app/components/ui/use-after-sending.ts";
import type { AccountAnswer } from "./changes.ts";
import type { loader } from "./route.tsx";

const SET_UP = "/admin/set-up-factor?next=/admin/account";

export function Factors({ answer }: { answer: AccountAnswer }) {
  const { passkeys, mayChange } = useLoaderData<typeof loader>();
  return (
    <Card
      title="Your second factors"
      description="What proves that it is you, besides the password. Have two, so that a lost phone does not lock you out."
      flush
    >
      <ul className="divide-y divide-line border-line border-t">
        {passkeys.map((passkey) => (
          <Passkey key={passkey.passkeyId} passkey={passkey} answer={answer} />
        ))}
        {mayChange ? (
          <Row icon={<Fingerprint />} title="Another passkey" detail="Fingerprint, face, screen lock or security key.">
            <LinkButton to={`${SET_UP}&only=passkey`} size="sm">
              Add a passkey
            </LinkButton>
          </Row>
        ) : null}
        <Totp />
        <Codes />
      </ul>
    </Card>
  );
}

interface RowProps {
  icon: ReactNode;
  title: ReactNode;
  detail: ReactNode;
  children?: ReactNode;
}

function Row({ icon, title, detail, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-6">
      <span aria-hidden="true" className="text-soft [&_svg]:size-5">
        {icon}
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-2 font-medium">{title}</p>
        <p className="text-soft text-sm">{detail}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}

type ListedPasskey = ReturnType<typeof useLoaderData<typeof loader>>["passkeys"][number];

function Passkey({ passkey, answer }: { passkey: ListedPasskey; answer: AccountAnswer }) {
  const { mayChange } = useLoaderData<typeof loader>();
  const csrf = useCsrf();
  const { passkeyId, name, createdAt, lastUsedAt } = passkey;
  const fields = { csrf, intent: "remove-passkey", passkey: passkeyId };
  const detail = (
    <>
      Added {createdAt ? <DateTime at={createdAt} timeZone="UTC" style="date" /> : "earlier"}
      {lastUsedAt ? (
        <>
          , last used <DateTime at={lastUsedAt} timeZone="UTC" style="date" />
        </>
      ) : null}
    </>
  );
  return (
    <Row icon={<Fingerprint />} title={name} detail={detail}>
      <RenamePasskey passkeyId={passkeyId} name={name} errors={answer.form === "passkey" ? answer.errors : undefined} />
      {mayChange ? (
        <ConfirmDialog
          trigger={{ label: "Remove", size: "sm", variant: "danger" }}
          title={`Remove “${name}”?`}
          description="It no longer signs you in, and your other devices are signed out."
          confirmLabel="Remove the passkey"
          fields={fields}
        />
      ) : null}
    </Row>
  );
}

interface RenameProps {
  passkeyId: string;
  name: string;
  errors: Record<string, string[]> | undefined;
}

function RenamePasskey({ passkeyId, name, errors }: RenameProps) {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const onSubmit = useAfterSending(close);
  return (
    <Dialog
      trigger={{ label: "Rename", size: "sm" }}
      title="Rename this passkey"
      isOpen={isOpen}
      onOpenChange={setOpen}
    >
      <Form method="post" onSubmit={onSubmit}>
        <CsrfField />
        <input type="hidden" name="passkey" value={passkeyId} />
        <Field label="Name" id={`name-${passkeyId}`} name="name" errors={errors?.["name"]}>
          {(control) => <Input {...control} defaultValue={name} autoComplete="off" maxLength={60} required />}
        </Field>
        <DialogActions>
          <SubmitButton name="intent" value="rename-passkey">
            Save
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function Totp() {
  const { factors, mayChange } = useLoaderData<typeof loader>();
  const csrf = useCsrf();
  const title = (
    <>
      Authenticator app <Badge tone={factors.totp ? "success" : "neutral"}>{factors.totp ? "On" : "Off"}</Badge>
    </>
  );
  return (
    <Row icon={<Smartphone />} title={title} detail="A six-digit code from an app on your phone.">
      {mayChange ? (
        <LinkButton to={`${SET_UP}&only=totp`} size="sm">
          {factors.totp ? "Replace" : "Set up"}
        </LinkButton>
      ) : null}
      {mayChange && factors.totp && factors.passkeys > 0 ? (
        <ConfirmDialog
          trigger={{ label: "Remove", size: "sm", variant: "danger" }}
          title="Remove the authenticator app?"
          description="Its codes no longer work, and your other devices are signed out. Your passkeys stay."
          confirmLabel="Remove the app"
          fields={{ csrf, intent: "remove-totp" }}
        />
      ) : null}
    </Row>
  );
}

function Codes() {
  const { factors, mayChange } = useLoaderData<typeof loader>();
  const csrf = useCsrf();
  const { backupCodes } = factors;
  const title = (
    <>
      Backup codes <Badge tone={backupCodes > 2 ? "neutral" : "warning"}>{backupCodes} left</Badge>
    </>
  );
  return (
    <Row icon={<KeyRound />} title={title} detail="Each stands in once for a lost phone.">
      {mayChange ? (
        <ConfirmDialog
          trigger={{ label: "Make new ones", size: "sm" }}
          title="Make ten new backup codes?"
          description="The ones you have no longer work, and your other devices are signed out."
          confirmLabel="Make new codes"
          tone="primary"
          fields={{ csrf, intent: "backup-codes" }}
        />
      ) : null}
    </Row>
  );
}
