import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Textarea } from "#app/components/ui/input.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { DisputeDetails } from "#app/domain/payments/index.ts";
import { DISPUTE_MESSAGE_MAX_CHARACTERS } from "#app/domain/payments/input.ts";
import { StepUpNotice } from "#app/step-up.tsx";

/** An answer that was not sent, as it was typed. */
export interface RefusedAnswer {
  intent: "accept" | "defend";
  problem: string;
  typed: string;
}

interface AnswerProps {
  dispute: DisputeDetails;
  refused: RefusedAnswer | undefined;
}

/** The two answers there are. Each says what will happen, and asks once. */
export function Answer({ dispute, refused }: AnswerProps) {
  return (
    <Card title="Answer" description="One answer is sent, and it cannot be changed afterwards.">
      <StepUpNotice needs="disputes.write" />
      {refused === undefined ? null : (
        <div className="mb-4">
          <Alert tone="danger" role="alert" title="Nothing was sent">
            {refused.problem} What you typed is still there.
          </Alert>
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <Defend refused={refused} />
        <Accept dispute={dispute} refused={refused} />
      </div>
    </Card>
  );
}

function Defend({ refused }: { refused: RefusedAnswer | undefined }) {
  const csrf = useCsrf();
  return (
    <ConfirmDialog
      trigger={{ label: "Defend…", variant: "primary" }}
      title="Send the evidence to the bank?"
      description="The PDF and your message go to the patron’s bank through the payment service. The bank then decides; until it has, the tip stays disputed."
      confirmLabel="Send the evidence"
      tone="primary"
      fields={{ csrf, intent: "defend" }}
    >
      <Message
        id="defence"
        hint="Say why the payment was meant: the patron scanned the guard’s code and chose the amount."
        typed={refused?.intent === "defend" ? refused.typed : ""}
        isNeeded
      />
    </ConfirmDialog>
  );
}

function Accept({ dispute: { amount }, refused }: AnswerProps) {
  const csrf = useCsrf();
  const sum = formatMoney(amount);
  return (
    <ConfirmDialog
      trigger={{ label: "Give in…", variant: "danger" }}
      title={`Give ${sum} back to the patron?`}
      description="It is paid from the reserve and, where that has not enough, by the organisation. The guard keeps the tip. It cannot be undone."
      confirmLabel={`Give ${sum} back`}
      fields={{ csrf, intent: "accept" }}
    >
      <Message
        id="acceptance"
        hint="Left empty, the bank reads that the dispute is accepted."
        typed={refused?.intent === "accept" ? refused.typed : ""}
        isNeeded={false}
      />
    </ConfirmDialog>
  );
}

function Message({ id, hint, typed, isNeeded }: { id: string; hint: string; typed: string; isNeeded: boolean }) {
  return (
    <Field label="Message to the bank" id={id} name="message" hint={hint} optional={!isNeeded}>
      {(control) => (
        <Textarea
          {...control}
          rows={4}
          defaultValue={typed}
          required={isNeeded}
          minLength={10}
          maxLength={DISPUTE_MESSAGE_MAX_CHARACTERS}
        />
      )}
    </Field>
  );
}
