import { Form } from "@remix-run/react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { RadioGroup } from "#app/components/ui/choice.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { CURRENCIES } from "#app/core/currency.ts";
import { formatMoney } from "#app/core/money.ts";
import type { RefundTerms } from "#app/domain/payments/index.ts";
import { REFUSALS } from "../admin.$organisation.refunds/refund-words.ts";
import { Confirm } from "./confirm.tsx";
import type { Choice, Problem } from "./view.ts";

export interface RefundFormProps {
  tip: { id: string; code: string; guardName: string };
  /** Of the refund that this form asks for, however often it is sent. */
  refundId: string;
  terms: RefundTerms;
  choice: Choice | null;
  /** An amount was typed that is none. */
  isUnread: boolean;
  answer: { problems: Problem[]; typed: { reason: string; cause: string } } | undefined;
}

/** How much first; then who bears it and why, before anything is sent. */
export function RefundForm({ tip, refundId, terms, choice, isUnread, answer }: RefundFormProps) {
  const back = `/admin/${useOrganisation().id}/tips/${tip.id}`;
  const { verdict } = terms;
  const isTooMuch = !verdict.isPossible && verdict.reason === "too_much";
  const isStuck = !verdict.isPossible && !isTooMuch;
  return (
    <>
      <PageHeader
        title="Give money back"
        description={`Tip ${tip.code} for ${tip.guardName}: ${formatMoney(terms.charged)} was paid, ${formatMoney(terms.left)} of it can still go back.`}
        actions={<LinkButton to={back}>Back to the tip</LinkButton>}
      />
      <div className="grid max-w-2xl gap-6">
        {isStuck && !verdict.isPossible ? (
          <Alert tone="warning" title="Nothing can be given back now">
            {REFUSALS[verdict.reason]}
          </Alert>
        ) : (
          <HowMuch terms={terms} choice={choice} error={errorOf({ isUnread, isTooMuch, terms })} />
        )}
        {choice !== null && verdict.isPossible && !isUnread ? (
          <Confirm refundId={refundId} verdict={verdict} terms={terms} answer={answer} />
        ) : null}
      </div>
    </>
  );
}

function errorOf({ isUnread, isTooMuch, terms }: { isUnread: boolean; isTooMuch: boolean; terms: RefundTerms }) {
  if (isUnread) return `Type an amount, such as ${formatMoney(terms.left)}.`;
  return isTooMuch ? `At most ${formatMoney(terms.left)} is left of it.` : null;
}

function HowMuch({ terms, choice, error }: { terms: RefundTerms; choice: Choice | null; error: string | null }) {
  const sign = CURRENCIES[terms.left.currency].symbol.trim();
  return (
    <Card title="How much?">
      <Form method="get" preventScrollReset className="grid gap-5">
        <RadioGroup
          id="how"
          legend="Goes back to the patron"
          name="how"
          defaultValue={choice?.how ?? "all"}
          options={[
            { value: "all", label: `All that is left: ${formatMoney(terms.left)}` },
            { value: "part", label: "A part of it", hint: "Type the amount below." },
          ]}
        />
        <Field label="Part" id="amount" name="amount" errors={error === null ? [] : [error]} optional>
          {(control) => (
            <Input
              {...control}
              prefix={sign}
              inputMode="decimal"
              defaultValue={choice?.typed ?? ""}
              autoComplete="off"
            />
          )}
        </Field>
        <div>
          <SubmitButton variant={choice === null ? "primary" : "secondary"}>
            {choice === null ? "Show who bears it" : "Show again"}
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
