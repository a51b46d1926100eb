import { History } from "#app/components/admin/history.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Postings } from "#app/components/admin/postings.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { DisputeDetails } from "#app/domain/payments/index.ts";
import { Deadline } from "../admin.$organisation.disputes/deadline.tsx";
import { DisputeState } from "../admin.$organisation.disputes/dispute-state.tsx";
import { causeWords, STATUSES } from "../admin.$organisation.disputes/dispute-words.ts";
import { Answer, type RefusedAnswer } from "./answer.tsx";
import { Evidence } from "./evidence.tsx";
import { factsOf } from "./facts.tsx";

interface DisputePageProps {
  dispute: DisputeDetails;
  mayWrite: boolean;
  now: string;
  answer: RefusedAnswer | undefined;
}

/** One dispute: how long is left, what we can show, what we answer, and what it cost. */
export function DisputePage({ dispute, mayWrite, now, answer }: DisputePageProps) {
  const { id, timeZone } = useOrganisation();
  const home = `/admin/${id}`;
  const { label, meaning } = STATUSES[dispute.status];
  const isOpen = dispute.status === "open";
  return (
    <>
      <PageHeader
        title={`Dispute over ${formatMoney(dispute.amount)}`}
        description={`A patron’s bank asks for it back. It was paid as a tip for ${dispute.guardName}.`}
        badge={<DisputeState status={dispute.status} />}
        actions={<LinkButton to={`${home}/tips/${dispute.tipId}`}>Open the tip</LinkButton>}
      />
      <div className="grid max-w-4xl gap-6">
        {isOpen ? (
          <Alert tone="danger" title={<Deadline dueAt={dispute.dueAt} now={now} />}>
            {meaning}
          </Alert>
        ) : (
          <Alert tone={STATUSES[dispute.status].tone} title={label}>
            {meaning}
          </Alert>
        )}
        {dispute.refunded.minor > 0n ? <Refunded dispute={dispute} /> : null}
        <Evidence dispute={dispute} />
        {isOpen && mayWrite ? <Answer dispute={dispute} refused={answer} /> : null}
        <Card title="Facts">
          <DefinitionList items={factsOf({ dispute, home, timeZone })} />
        </Card>
        <History
          moves={dispute.history.map(({ status, cause, at }) => ({
            at,
            words: STATUSES[status].label,
            detail: causeWords(cause),
          }))}
        />
        <Postings postings={dispute.postings} empty="Nothing was booked: a dispute moves money only once it is lost." />
      </div>
    </>
  );
}

/** The patron has the money, or is about to: the bank must hear of it. */
function Refunded({ dispute: { refunded, charge } }: { dispute: DisputeDetails }) {
  return (
    <Alert
      tone="warning"
      title={`${formatMoney(refunded)} of ${formatMoney(charge)} was refunded already, or is promised`}
    >
      The evidence says so. Giving in as well would pay the patron twice.
    </Alert>
  );
}
