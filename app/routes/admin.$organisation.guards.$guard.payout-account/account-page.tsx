import { Form } from "@remix-run/react";
import { WalletCards } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import type { GuardAccounts, PayoutAccount } from "#app/domain/guards/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { maskedAccount, NameMatch, SharedBadge } from "../admin.$organisation.payout-accounts/account-facts.tsx";
import { StopDialog } from "../admin.$organisation.payout-accounts/stop-dialog.tsx";
import { AccountForm } from "./account-form.tsx";
import type { FormAnswer } from "./actions.ts";
import { AccountHistory } from "./history.tsx";
import { LiftForm, PinCard } from "./pin-cards.tsx";

interface AccountPageProps extends GuardAccounts {
  me: string;
  mayRequest: boolean;
  mayDecide: boolean;
  /** Null when the rail's list cannot be had. */
  destinations: { value: string; label: string; kind: string }[] | null;
  answer: FormAnswer | undefined;
}

/** Where one guard's tips are paid to: what counts, what waits, how to ask for another, and everything before. */
export function AccountPage(page: AccountPageProps) {
  const { guardName, hasPhone, current, waiting, history, pin, mayRequest, destinations, answer } = page;
  return (
    <div className="grid gap-6">
      {waiting === null ? null : <StepUpNotice needs="payout-accounts.decide" />}
      {waiting === null ? null : <Waiting {...page} waiting={waiting} />}
      <Card title="Tips are paid to">
        {current === null ? (
          <EmptyState icon={WalletCards} title="No account yet">
            What {guardName} is given is kept, and paid out once there is an account.
          </EmptyState>
        ) : (
          <AccountFacts account={current} />
        )}
      </Card>
      {mayRequest && waiting === null ? (
        <Card
          title={current === null ? "Add the account" : "Change the account"}
          description="Another person approves it. A change also waits 72 hours, and the guard's phone is told at once."
        >
          {hasPhone || current === null ? null : (
            <div className="mb-5">
              <Alert tone="warning">{guardName} has no phone, so nobody can be told of a change.</Alert>
            </div>
          )}
          {destinations === null ? (
            <Alert tone="warning" title="The list of banks cannot be had right now">
              Nothing is lost. Open this page again in a minute.
            </Alert>
          ) : (
            <AccountForm
              guardName={guardName}
              isChange={current !== null}
              destinations={destinations}
              answer={answer?.form === "account" ? answer : undefined}
            />
          )}
        </Card>
      ) : null}
      {mayRequest ? (
        <PinCard pin={pin} isHeld={waiting?.status === "held"} answer={answer?.form === "pin" ? answer : undefined} />
      ) : null}
      {history.length === 0 ? null : <AccountHistory history={history} />}
    </div>
  );
}

function Waiting({
  waiting,
  me,
  mayDecide,
  mayRequest,
  pin,
  guardName,
  answer,
}: AccountPageProps & { waiting: PayoutAccount }) {
  const { timeZone } = useOrganisation();
  const isHeld = waiting.status === "held";
  const isOwn = waiting.requestedBy === me;
  const mayStop = mayDecide || (mayRequest && (isOwn || isHeld));
  const verb = isHeld ? "Stop" : isOwn ? "Cancel" : "Reject";
  return (
    <Card
      title={isHeld ? "A change is on hold" : "Waits for a second person"}
      description={
        isHeld ? (
          <>
            Approved. Tips go there from <DateTime at={waiting.heldUntil ?? ""} timeZone={timeZone} />, unless it is
            stopped.
          </>
        ) : isOwn ? (
          "You asked for it, so another person approves it."
        ) : undefined
      }
      footer={
        <>
          {mayStop ? <StopDialog accountId={waiting.id} guardName={guardName} verb={verb} /> : null}
          {mayDecide && !isHeld && !isOwn ? <Approve account={waiting} /> : null}
        </>
      }
    >
      <div className="grid gap-5">
        {waiting.isMatch ? null : (
          <Alert tone="danger" title="The holder has another name than the guard">
            {waiting.reason === null ? null : <p>The reason given: “{waiting.reason}”</p>}
          </Alert>
        )}
        <AccountFacts account={waiting} />
        {isHeld && mayRequest ? (
          <LiftForm answer={answer?.form === "lift" ? answer : undefined} obstacle={obstacleOf(waiting, pin, me)} />
        ) : null}
      </div>
    </Card>
  );
}

function obstacleOf(waiting: PayoutAccount, pin: GuardAccounts["pin"], me: string): string | null {
  if (pin === null) return "The guard has no PIN, so the wait cannot be ended early.";
  if (Date.parse(pin.setAt) >= Date.parse(waiting.requestedAt)) {
    return "The PIN was set after this change was asked for, so it cannot end the wait early.";
  }
  if (waiting.requestedBy === me)
    return "You asked for this change: somebody who neither asked nor approved can end the wait.";
  return pin.setBy === me ? "You were there when the PIN was set: a colleague can end the wait with it." : null;
}

function Approve({ account }: { account: PayoutAccount }) {
  return (
    <Form method="post">
      <CsrfField />
      <input type="hidden" name="account" value={account.id} />
      <SubmitButton name="intent" value="approve" pendingLabel="Asking the payment service…">
        Approve
      </SubmitButton>
    </Form>
  );
}

function AccountFacts({ account }: { account: PayoutAccount }) {
  const { timeZone } = useOrganisation();
  const isShared = account.sharedWith.length > 0 || account.sharedElsewhere > 0;
  return (
    <DefinitionList
      items={[
        { term: "Account", value: <AccountName account={account} /> },
        { term: "Holder", value: <NameMatch {...account} /> },
        ...(isShared ? [{ term: "Also used by", value: <SharedBadge {...account} /> }] : []),
        ...(account.reason === null ? [] : [{ term: "Reason", value: `“${account.reason}”` }]),
        {
          term: "Asked for",
          value: (
            <>
              <DateTime at={account.requestedAt} timeZone={timeZone} /> by {account.requestedByName}
            </>
          ),
        },
        ...(account.approvedAt === null
          ? []
          : [
              {
                term: "Approved",
                value: (
                  <>
                    <DateTime at={account.approvedAt} timeZone={timeZone} /> by {account.approvedByName}
                  </>
                ),
              },
            ]),
      ]}
    />
  );
}

function AccountName({ account }: { account: PayoutAccount }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {maskedAccount(account)}
      <Badge>{account.kind === "bank" ? "Bank" : "Mobile money"}</Badge>
    </span>
  );
}
