import { Undo2 } from "lucide-react";
import { History } from "#app/components/admin/history.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Postings } from "#app/components/admin/postings.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { TipDetails } from "#app/domain/tips/index.ts";
import { causeWords, TIP_STATUSES } from "../admin.$organisation.tips/tip-words.ts";
import { factsOf } from "./facts.tsx";
import { Returns } from "./returns.tsx";
import { Sum } from "./sum.tsx";

interface TipPageProps {
  tip: TipDetails;
  mayRefund: boolean;
}

/** One tip: what was paid, what the guard has of it, where that is now, and what went back. */
export function TipPage({ tip, mayRefund }: TipPageProps) {
  const { id, timeZone } = useOrganisation();
  const home = `/admin/${id}`;
  const { label, tone } = TIP_STATUSES[tip.status];
  const isRefundable = tip.status === "succeeded" || tip.status === "partially_refunded";
  return (
    <>
      <PageHeader
        title={`Tip of ${formatMoney(tip.amount)}`}
        description={`For ${tip.guardName}, ${tip.siteName}`}
        badge={<Badge tone={tone}>{label}</Badge>}
        actions={
          mayRefund && isRefundable ? (
            <LinkButton to={`${home}/tips/${tip.id}/refund`} icon={<Undo2 aria-hidden="true" />}>
              Give money back
            </LinkButton>
          ) : undefined
        }
      />
      <div className="grid max-w-6xl gap-6">
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="grid gap-6">
            <Card title="The sum">
              <Sum tip={tip} />
            </Card>
            <Returns tip={tip} home={home} />
            <History
              moves={tip.history.map(({ status, cause, at }) => ({
                at,
                words: TIP_STATUSES[status].label,
                detail: causeWords(cause),
              }))}
            />
          </div>
          <Card title="Facts">
            <DefinitionList items={factsOf({ tip, home, timeZone })} />
          </Card>
        </div>
        <Postings postings={tip.postings} empty="Nothing is posted before a payment is confirmed." />
      </div>
    </>
  );
}
