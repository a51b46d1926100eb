import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";

interface StatusDialogProps {
  tenant: { id: string; name: string; status: "active" | "suspended" };
}

const SUSPEND =
  "Its guards take no tips from now on, and their pages say so kindly. No new payouts are made; those that were sent go on. Its own people see a page that says it is suspended. What guards are owed stays in the books and is paid after it is reinstated.";
const REINSTATE =
  "Its guards take tips again within a minute, its people get in again, and what guards are owed is paid at the next settlement.";

/** Suspends a tenant or takes it back, with what that does. */
export function StatusDialog({ tenant: { id, name, status } }: StatusDialogProps) {
  const csrf = useCsrf();
  const isActive = status === "active";
  return (
    <ConfirmDialog
      trigger={{ label: isActive ? "Suspend" : "Reinstate", size: "sm", variant: isActive ? "danger" : "secondary" }}
      title={isActive ? `Suspend ${name}?` : `Reinstate ${name}?`}
      description={isActive ? SUSPEND : REINSTATE}
      confirmLabel={isActive ? "Suspend" : "Reinstate"}
      tone={isActive ? "danger" : "primary"}
      action="/admin/platform?index"
      fields={{ csrf, intent: isActive ? "suspend" : "reinstate", organisation: id }}
    >
      <Field label="Why" id={`why-${id}`} name="reason" hint="Kept in the organisation’s audit log.">
        {(control) => <Input {...control} required minLength={3} maxLength={200} autoComplete="off" />}
      </Field>
    </ConfirmDialog>
  );
}
