import { Form } from "@remix-run/react";
import { Check, RotateCw } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input, Textarea } from "#app/components/ui/input.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutStory } from "#app/domain/payouts/index.ts";
import { NOTE_MAX_CHARACTERS, REASON_MAX_CHARACTERS } from "#app/domain/payouts/input.ts";

/** What can be done with the payout as it stands; nothing for who may only look. */
export function Actions({ payout }: { payout: PayoutStory }) {
  const { permissions } = useOrganisation();
  if (!permissions.includes("payouts.write")) return null;
  const isWaiting = payout.status === "created";
  if (!isWaiting && payout.group !== "failed") return null;
  return (
    <section aria-label="What can be done" className="flex flex-wrap gap-3">
      {payout.group === "to_approve" && !payout.isOwn ? <Approve payout={payout} /> : null}
      {payout.group === "retrying" ? <Retry /> : null}
      {payout.group === "failed" ? <Investigate payout={payout} /> : null}
      {isWaiting ? <Cancel payout={payout} /> : null}
    </section>
  );
}

function Approve({ payout }: { payout: PayoutStory }) {
  return (
    <Form method="post">
      <CsrfField />
      <SubmitButton
        name="intent"
        value="approve"
        icon={<Check aria-hidden="true" />}
        pendingLabel="Approving…"
      >{`Approve ${formatMoney(payout.amount)}`}</SubmitButton>
    </Form>
  );
}

function Retry() {
  return (
    <Form method="post">
      <CsrfField />
      <SubmitButton name="intent" value="retry" icon={<RotateCw aria-hidden="true" />} pendingLabel="Trying…">
        Try again now
      </SubmitButton>
    </Form>
  );
}

function Cancel({ payout }: { payout: PayoutStory }) {
  const csrf = useCsrf();
  return (
    <ConfirmDialog
      trigger={{ label: "Cancel payout…", variant: "danger" }}
      title={`Cancel ${formatMoney(payout.amount)} to ${payout.guardName}?`}
      description="It is not sent. The money is owed to the guard again, and the next settlement looks at it. It cannot be taken back."
      confirmLabel="Cancel the payout"
      fields={{ csrf, intent: "cancel" }}
    >
      <Field label="Why?" id="cancel-reason" name="reason" hint="It is kept in the audit log.">
        {(control) => <Input {...control} required maxLength={REASON_MAX_CHARACTERS} autoComplete="off" />}
      </Field>
    </ConfirmDialog>
  );
}

function Investigate({ payout }: { payout: PayoutStory }) {
  const csrf = useCsrf();
  return (
    <ConfirmDialog
      trigger={{ label: "Mark as investigated…", variant: "primary" }}
      title={`Is the failed payout to ${payout.guardName} looked into?`}
      description="The guard is paid again by the next settlement, to the account that is in use then."
      confirmLabel="Mark as investigated"
      tone="primary"
      fields={{ csrf, intent: "investigate" }}
    >
      <Field
        label="What did you find out?"
        id="investigate-note"
        name="note"
        hint="It is kept in the audit log."
        optional
      >
        {(control) => <Textarea {...control} maxLength={NOTE_MAX_CHARACTERS} />}
      </Field>
    </ConfirmDialog>
  );
}
