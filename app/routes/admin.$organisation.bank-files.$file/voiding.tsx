import { Form } from "@remix-run/react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import type { PayoutFile } from "#app/domain/payouts/index.ts";

/** The first of the two people. */
export function AskVoid() {
  const csrf = useCsrf();
  return (
    <Card
      title="Give this file up"
      description="Only when the bank has not carried it out and never will: lines without a result are then sent by the payment service again."
    >
      <ConfirmDialog
        trigger={{ label: "Ask to void it…", variant: "danger" }}
        title="Ask to void this file?"
        description="Make sure with the bank that nothing of it is paid any more, or guards are paid twice. Nobody can download the file while it is asked for. Another person must confirm."
        confirmLabel="Ask to void it"
        fields={{ csrf, intent: "ask_void" }}
      >
        <Field label="Why?" id="void-reason" name="reason" hint="Who confirms sees it; it is kept in the audit log.">
          {(control) => <Input {...control} required minLength={3} maxLength={200} autoComplete="off" />}
        </Field>
      </ConfirmDialog>
    </Card>
  );
}

/** The second one, who confirms or says no; the first one may take it back. */
export function VoidAsked({ file, mayWrite }: { file: PayoutFile; mayWrite: boolean }) {
  const { timeZone } = useOrganisation();
  const csrf = useCsrf();
  const open = file.lines - file.paid - file.failed - file.released;
  const freed = open === 1 ? "1 payout" : `${open} payouts`;
  return (
    <Alert
      tone="warning"
      title={file.isOwnVoid ? "You asked to void this file" : `${file.voidAskedByName} asks to void this file`}
    >
      <p>
        “{file.voidReason}”, <DateTime at={file.voidAskedAt ?? file.createdAt} timeZone={timeZone} />. Nobody can
        download it meanwhile. {file.isOwnVoid ? "Another person with finance rights must confirm it." : ""}
      </p>
      {mayWrite ? (
        <div className="mt-3 flex flex-wrap gap-3">
          {file.isOwnVoid ? null : (
            <ConfirmDialog
              trigger={{ label: "Confirm…", variant: "danger" }}
              title="Void this file?"
              description={`You say that the bank does not carry it out. ${freed} are then sent by the payment service again, and the file is deleted. It cannot be undone.`}
              confirmLabel="Void the file"
              fields={{ csrf, intent: "confirm_void" }}
            />
          )}
          <Form method="post">
            <CsrfField />
            <SubmitButton name="intent" value="keep" variant="secondary" pendingLabel="Keeping…">
              {file.isOwnVoid ? "Take it back" : "Keep the file"}
            </SubmitButton>
          </Form>
        </div>
      ) : null}
    </Alert>
  );
}
