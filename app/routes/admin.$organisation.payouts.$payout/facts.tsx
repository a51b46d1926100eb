import { actorWords } from "#app/components/admin/audit-words.ts";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { TextLink } from "#app/components/ui/text-link.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutPerson, PayoutStory } from "#app/domain/payouts/index.ts";
import { railWords, reasonWords } from "../admin.$organisation.payouts/payout-words.ts";
import { dayWords } from "../admin.$organisation.payouts/run-words.tsx";

/** Who gets it, where, why this amount, and who said yes. */
export function Facts({ payout }: { payout: PayoutStory }) {
  const { id } = useOrganisation();
  const home = `/admin/${id}`;
  const { requested, approved, investigated, approvalReason } = payout;
  return (
    <Card title="The payout">
      <DefinitionList
        items={[
          {
            term: "Guard",
            value: <TextLink to={`${home}/guards/${payout.guardId}`}>{payout.guardName}</TextLink>,
          },
          { term: "Account", value: `${payout.destinationName} ••${payout.numberEnd}, held by ${payout.holderName}` },
          { term: "Why this amount", value: amountWords(payout) },
          { term: "Transfer fee", value: feeWords({ ...payout, endedUnpaid: UNPAID.has(payout.group) }) },
          {
            term: "Settlement",
            value: <TextLink to={`${home}/payouts/runs/${payout.runId}`}>{dayWords(payout.businessDate)}</TextLink>,
          },
          { term: "Sent through", value: railWords(payout.rail) },
          ...(requested === null ? [] : [{ term: "Asked for by", value: <Person person={requested} /> }]),
          ...(approvalReason === null
            ? []
            : [
                { term: "Needs approval", value: reasonWords(approvalReason) },
                { term: "Approved by", value: approved === null ? "Nobody yet" : <Person person={approved} /> },
              ]),
          ...(investigated === null ? [] : [{ term: "Investigated by", value: <Person person={investigated} /> }]),
          { term: "Id", value: <span className="wrap-anywhere font-mono text-sm">{payout.id}</span> },
        ]}
      />
    </Card>
  );
}

/** Ended without being paid, so that no fee is expected any more. */
const UNPAID: ReadonlySet<string> = new Set(["failed", "investigated", "cancelled"]);

function amountWords({ amount, owedThen }: PayoutStory): string {
  const left = owedThen.minor - amount.minor;
  if (left <= 0n) return `All of the ${formatMoney(owedThen)} that was owed when the settlement looked.`;
  const carried = formatMoney({ ...amount, minor: left });
  return `${formatMoney(owedThen)} was owed when the settlement looked. ${formatMoney(amount)} is paid, the oldest tips first; ${carried} stays owed, since it was too recent or would have cost more in fees.`;
}

function feeWords({ estimatedFee, feeBearer, tries, endedUnpaid }: PayoutStory & { endedUnpaid: boolean }): string {
  const bearer = feeBearer === "guard" ? "the guard, on top of the amount" : "your organisation";
  const fees = tries.flatMap(({ fee }) => (fee === null ? [] : [fee]));
  const [first] = fees;
  if (first !== undefined) {
    return `${formatMoney({ ...first, minor: fees.reduce((sum, { minor }) => sum + minor, 0n) })}, borne by ${bearer}`;
  }
  if (endedUnpaid) return "None was charged";
  if (estimatedFee === null) return `No price is published; borne by ${bearer}`;
  return `About ${formatMoney(estimatedFee)}, borne by ${bearer}`;
}

function Person({ person: { actor, name, at } }: { person: PayoutPerson }) {
  const { timeZone } = useOrganisation();
  return (
    <>
      {actorWords(actor, name)}
      {at === null ? null : (
        <>
          , <DateTime at={at} timeZone={timeZone} />
        </>
      )}
    </>
  );
}
