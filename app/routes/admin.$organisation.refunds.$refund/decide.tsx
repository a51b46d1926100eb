import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { RefundDetails } from "#app/domain/payments/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";

/** What a second person decides; who asked may take it back. */
export function Decide({ refund, isDisputed }: { refund: RefundDetails; isDisputed: boolean }) {
  const { isOwn, requestedByName } = refund;
  return (
    <Card
      title={isOwn ? "Another person decides" : "Decide"}
      description={
        isOwn
          ? "You asked for it. Until somebody else has decided you may take it back."
          : `${requestedByName ?? "Somebody of Asante"} asked for it.`
      }
    >
      <StepUpNotice needs="refunds.write" />
      <div className="flex flex-wrap gap-3">
        {isOwn || isDisputed ? null : <Approve refund={refund} />}
        <Reject isOwn={isOwn} />
      </div>
    </Card>
  );
}

function Approve({ refund: { amount, guardName, reason } }: { refund: RefundDetails }) {
  const csrf = useCsrf();
  const sum = formatMoney(amount);
  return (
    <ConfirmDialog
      trigger={{ label: "Approve…", variant: "primary" }}
      title={`Give ${sum} back to the patron?`}
      description={
        <>
          <p>It is sent at once and cannot be taken back. It was a tip for {guardName}.</p>
          {reason === null ? null : <p className="wrap-anywhere mt-1">Why: “{reason}”</p>}
        </>
      }
      confirmLabel={`Give ${sum} back`}
      tone="primary"
      fields={{ csrf, intent: "approve" }}
    />
  );
}

function Reject({ isOwn }: { isOwn: boolean }) {
  const csrf = useCsrf();
  const verb = isOwn ? "Take it back" : "Reject";
  return (
    <ConfirmDialog
      trigger={{ label: `${verb}…`, variant: "danger" }}
      title={isOwn ? "Take your request back?" : "Reject this refund?"}
      description="Nothing is sent to the patron, and everybody who gave a part has it again. It may be asked for anew."
      confirmLabel={verb}
      fields={{ csrf, intent: "reject" }}
    >
      <Field label="Why?" id="reason" name="reason" hint="It is kept with the refund and in the audit log.">
        {(control) => <Input {...control} required minLength={3} maxLength={300} autoComplete="off" />}
      </Field>
    </ConfirmDialog>
  );
}
