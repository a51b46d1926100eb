import { History } from "#app/components/admin/history.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Postings } from "#app/components/admin/postings.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { RefundDetails } from "#app/domain/payments/index.ts";
import { Bearers } from "../admin.$organisation.refunds/bearers.tsx";
import { RefundState, waitsForDispute } from "../admin.$organisation.refunds/refund-state.tsx";
import { CAUSES, causeWords, codeText, STATUSES } from "../admin.$organisation.refunds/refund-words.ts";
import { Decide } from "./decide.tsx";

interface RefundPageProps {
  refund: RefundDetails;
  mayWrite: boolean;
}

/** One refund: where it stands, who asked, who gave what, and every step. */
export function RefundPage({ refund, mayWrite }: RefundPageProps) {
  const { id, timeZone } = useOrganisation();
  const home = `/admin/${id}`;
  const isDisputed = refund.disputeId !== null;
  return (
    <>
      <PageHeader
        title={`Refund of ${formatMoney(refund.amount)}`}
        description={`Of a tip of ${formatMoney(refund.charge)} for ${refund.guardName}`}
        badge={<RefundState status={refund.status} isDisputed={isDisputed} />}
        actions={<LinkButton to={`${home}/tips/${refund.tipId}`}>Open the tip</LinkButton>}
      />
      <div className="grid max-w-4xl gap-6">
        <Meaning refund={refund} home={home} />
        {mayWrite && refund.status === "requested" ? <Decide refund={refund} isDisputed={isDisputed} /> : null}
        <Card title="Who bears it">
          <Bearers amount={refund.amount} parts={refund.parts} isOver={isOver(refund)} />
        </Card>
        <Card title="Facts">
          <DefinitionList items={factsOf(refund, home, timeZone)} />
        </Card>
        <History
          moves={refund.history.map(({ status, cause, at }) => ({
            at,
            words: STATUSES[status].label,
            detail: causeWords(cause),
          }))}
        />
        <Postings postings={refund.postings} empty="Nothing is posted." />
      </div>
    </>
  );
}

const isOver = ({ status }: RefundDetails) => status === "failed" || status === "rejected";

/** What the status means now, for the staff and for the patron. */
function Meaning({ refund, home }: { refund: RefundDetails; home: string }) {
  const { label, tone, meaning, patron } = STATUSES[refund.status];
  if (refund.disputeId !== null && waitsForDispute({ status: refund.status, isDisputed: true })) {
    return (
      <Alert
        tone="warning"
        title="The bank asks for the same money in a dispute"
        action={
          <LinkButton to={`${home}/disputes/${refund.disputeId}`} size="sm">
            Open the dispute
          </LinkButton>
        }
      >
        Nothing is sent meanwhile, so that the patron is not paid twice. Won, the refund goes on; lost, it is rejected,
        since the bank has given the money.
      </Alert>
    );
  }
  return (
    <Alert tone={tone} title={label}>
      <p>{meaning}</p>
      <p className="mt-1">For the patron: {patron}</p>
      {refund.failure === null ? null : <p className="wrap-anywhere">Why: “{refund.failure}”</p>}
      {refund.refusal === null ? null : (
        <p className="wrap-anywhere">
          The payment service says: “{refund.refusal}”. It is tried again by itself; no money is lost.
        </p>
      )}
    </Alert>
  );
}

function factsOf(refund: RefundDetails, home: string, timeZone: string) {
  const when = (at: string) => <DateTime at={at} timeZone={timeZone} />;
  return [
    {
      term: "Receipt",
      value: <TextLink to={`${home}/tips/${refund.tipId}`}>{codeText(refund.receiptCode)}</TextLink>,
    },
    { term: "Guard", value: <TextLink to={`${home}/guards/${refund.guardId}`}>{refund.guardName}</TextLink> },
    { term: "Cause", value: CAUSES[refund.cause] },
    ...(refund.reason === null
      ? []
      : [{ term: "Reason", value: <span className="wrap-anywhere">{refund.reason}</span> }]),
    {
      term: "Asked for",
      value: (
        <>
          {when(refund.createdAt)} by {refund.requestedBy === null ? "the patron" : personOf(refund.requestedByName)}
        </>
      ),
    },
    ...(refund.approvedAt === null
      ? []
      : [
          {
            term: "Approved",
            value: (
              <>
                {when(refund.approvedAt)} by {personOf(refund.approvedByName)}
              </>
            ),
          },
        ]),
    { term: "Payment service asked", value: callsOf(refund, when) },
    { term: "Payment service’s number", value: refund.railRefundId ?? "none yet" },
    { term: "Our number", value: <span className="wrap-anywhere">{refund.id}</span> },
    ...(refund.endedAt === null ? [] : [{ term: "Ended", value: when(refund.endedAt) }]),
  ];
}

const personOf = (name: string | null) => name ?? "somebody of Asante";

function callsOf({ calls, lastCallAt }: RefundDetails, when: (at: string) => React.ReactNode) {
  if (calls === 0 || lastCallAt === null) return "not yet";
  return (
    <>
      {calls === 1 ? "once" : `${calls} times`}, last {when(lastCallAt)}
    </>
  );
}
