import { Form } from "@remix-run/react";
import { actorWords } from "#app/components/admin/audit-words.ts";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { RadioGroup } from "#app/components/ui/choice.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Textarea } from "#app/components/ui/input.tsx";
import type { PayoutDoubt } from "#app/domain/payouts/index.ts";
import { NOTE_MAX_CHARACTERS } from "#app/domain/payouts/input.ts";
import type { RefusedFinding } from "./acts.ts";

interface DoubtProps {
  doubt: PayoutDoubt;
  /** The name of somebody, as far as the audit log knows it. */
  nameOf: (actor: string) => string | null;
  mayWrite: boolean;
  refused: RefusedFinding | undefined;
}

/** How two people end a payout that has been in doubt for a day: one writes down what the bank said, another confirms it. */
export function Doubt({ doubt, nameOf, mayWrite, refused }: DoubtProps) {
  if (doubt.open !== null) return <Recorded open={doubt.open} nameOf={nameOf} mayWrite={mayWrite} />;
  if (!mayWrite) return null;
  return (
    <Card
      title="It has been in doubt for a day"
      description="Ask the payment service or the bank what became of it, and write down what they said. It counts once another person confirms it."
    >
      <Form method="post" className="grid max-w-xl gap-5">
        <CsrfField />
        <p className="text-soft">
          They know it as <span className="wrap-anywhere font-mono text-ink text-sm">{doubt.reference}</span>.
        </p>
        <RadioGroup
          id="finding"
          legend="What were you told?"
          name="finding"
          defaultValue={refused?.finding}
          errors={refused?.errors.finding === undefined ? undefined : [refused.errors.finding]}
          options={[
            { value: "paid", label: "It was paid", hint: "The money left for the guard’s account." },
            { value: "not_paid", label: "It was not paid", hint: "And never will be under this reference." },
          ]}
        />
        <Field
          label="Who told you, when and how?"
          id="finding-note"
          name="note"
          errors={refused?.errors.note === undefined ? undefined : [refused.errors.note]}
        >
          {(control) => <Textarea {...control} defaultValue={refused?.note} maxLength={NOTE_MAX_CHARACTERS} required />}
        </Field>
        <div>
          <SubmitButton name="intent" value="record" pendingLabel="Writing down…">
            Write it down
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

type Open = NonNullable<PayoutDoubt["open"]>;

function Recorded({ open, nameOf, mayWrite }: Pick<DoubtProps, "nameOf" | "mayWrite"> & { open: Open }) {
  const { timeZone } = useOrganisation();
  return (
    <Card title={open.finding === "paid" ? "Said to be paid" : "Said not to be paid"}>
      <div className="grid gap-4">
        <blockquote className="wrap-anywhere border-line border-l-4 pl-4">{open.note}</blockquote>
        <p className="text-soft">
          {open.isOwn ? "You" : actorWords(open.recordedBy, nameOf(open.recordedBy))},{" "}
          <DateTime at={open.recordedAt} timeZone={timeZone} />.
          {open.isOwn ? " Another person confirms it; nothing moves before." : " It counts once it is confirmed."}
        </p>
        {mayWrite ? <Decide open={open} /> : null}
      </div>
    </Card>
  );
}

function Decide({ open: { findingId, finding, isOwn } }: { open: Open }) {
  const csrf = useCsrf();
  return (
    <div className="flex flex-wrap gap-3">
      {isOwn ? null : (
        <ConfirmDialog
          trigger={{ label: "Confirm…", variant: "primary" }}
          title={finding === "paid" ? "Confirm that it was paid?" : "Confirm that it was not paid?"}
          description={
            finding === "paid"
              ? "The payout counts as paid. It cannot be taken back."
              : "The payment service is asked once more. Should it know nothing of it, the payout has failed and its money is owed to the guard again."
          }
          confirmLabel="Confirm"
          tone="primary"
          fields={{ csrf, intent: "confirm", id: findingId }}
        />
      )}
      <Form method="post">
        <CsrfField />
        <input type="hidden" name="id" value={findingId} />
        <SubmitButton name="intent" value="withdraw" variant="danger" pendingLabel="Taking back…">
          {isOwn ? "Take it back" : "Say no to it"}
        </SubmitButton>
      </Form>
    </div>
  );
}
