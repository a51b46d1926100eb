import { Form } from "@remix-run/react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { CURRENCIES, type Currency, MINOR_PER_UNIT } from "#app/core/currency.ts";
import type { Money } from "#app/core/money.ts";
import { REASON_MAX_CHARACTERS } from "#app/domain/payouts/input.ts";

interface SwitchProps {
  isStopped: boolean;
  currency: Currency;
  /** Whose payouts: “your payouts”, “all payouts in NGN”. */
  whose: string;
}

/** The kill switch: stopping asks why, and letting go on asks once. */
export function KillSwitch({ isStopped, currency, whose }: SwitchProps) {
  const csrf = useCsrf();
  if (isStopped) {
    return (
      <ConfirmDialog
        trigger={{ label: "Let payouts go on…", variant: "primary" }}
        title={`Let ${whose} go on?`}
        description="Those that wait and are approved are sent from now on, the oldest first."
        confirmLabel="Let them go on"
        tone="primary"
        fields={{ csrf, intent: "resume", currency }}
      />
    );
  }
  const id = `stop-${currency}`;
  return (
    <ConfirmDialog
      trigger={{ label: "Stop payouts…", variant: "danger" }}
      title={`Stop ${whose}?`}
      description="Nothing more is sent until somebody lets it go on. What is with the payment service already goes its way. No money is lost."
      confirmLabel="Stop payouts"
      fields={{ csrf, intent: "stop", currency }}
    >
      <Field label="Why?" id={id} name="reason" hint="Your colleagues see it; it is kept in the audit log.">
        {(control) => <Input {...control} required maxLength={REASON_MAX_CHARACTERS} autoComplete="off" />}
      </Field>
    </ConfirmDialog>
  );
}

interface CapProps {
  currency: Currency;
  cap: Money | null;
  /** What was typed and refused, and why. */
  refused?: { cap: string; error: string } | undefined;
  action?: string;
}

/** The most that may be sent a day; nothing typed means no cap. */
export function CapForm({ currency, cap, refused, action }: CapProps) {
  const typed = refused?.cap ?? unitsOf(cap);
  return (
    <Form method="post" {...(action === undefined ? {} : { action })} className="flex flex-wrap items-end gap-3">
      <CsrfField />
      <input type="hidden" name="currency" value={currency} />
      <Field
        label="At most a day"
        id={`cap-${currency}`}
        name="cap"
        hint="Empty: no cap. What does not fit waits for the next day."
        errors={refused ? [refused.error] : undefined}
        className="min-w-0 flex-1 basis-64 sm:max-w-xs"
      >
        {(control) => (
          <Input
            {...control}
            key={typed}
            defaultValue={typed}
            prefix={CURRENCIES[currency].symbol.trim()}
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
          />
        )}
      </Field>
      <SubmitButton name="intent" value="cap" variant="secondary" pendingLabel="Saving…">
        Set the cap
      </SubmitButton>
    </Form>
  );
}

function unitsOf(cap: Money | null): string {
  if (cap === null) return "";
  const rest = cap.minor % MINOR_PER_UNIT;
  const units = String(cap.minor / MINOR_PER_UNIT);
  return rest === 0n ? units : `${units}.${String(rest).padStart(2, "0")}`;
}
