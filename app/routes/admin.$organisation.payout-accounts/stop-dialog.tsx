import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import type { ButtonSize } from "#app/components/ui/button.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";

interface StopDialogProps {
  accountId: string;
  guardName: string;
  /** What stopping is called: who asked cancels, a checker rejects, and a held change is stopped. */
  verb: "Cancel" | "Reject" | "Stop";
  action?: string;
  size?: ButtonSize;
}

const TITLES = { Cancel: "Cancel your request", Reject: "Reject the request", Stop: "Stop the change" };

/** Asks why, and stops a request or a held change. */
export function StopDialog({ accountId, guardName, verb, action, size }: StopDialogProps) {
  const csrf = useCsrf();
  const id = `reason-${accountId}`;
  return (
    <ConfirmDialog
      trigger={{ label: verb === "Cancel" ? "Cancel request" : verb, variant: "danger", ...(size ? { size } : {}) }}
      title={`${TITLES[verb]} for ${guardName}?`}
      description="Tips go on to where they went before. It cannot be taken back, but it can be asked for anew."
      confirmLabel={TITLES[verb]}
      action={action}
      fields={{ csrf, intent: "stop", account: accountId }}
    >
      <Field label="Why?" id={id} name="reason" hint="It is kept in the audit log.">
        {(control) => <Input {...control} required minLength={3} maxLength={200} autoComplete="off" />}
      </Field>
    </ConfirmDialog>
  );
}
