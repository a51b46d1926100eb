import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { Reserve, ReserveUse } from "#app/domain/payments/index.ts";
import { Uses } from "./uses.tsx";

interface ReservePageProps {
  reserve: Reserve;
  uses: { rows: ReserveUse[]; newer: string | null; older: string | null };
}

/** What pays when money goes back that a guard has long been paid. */
export function ReservePage({ reserve, uses }: ReservePageProps) {
  const home = `/admin/${useOrganisation().id}`;
  const isShort = reserve.atRisk.minor > reserve.balance.minor;
  return (
    <>
      <PageHeader
        title="Reserve"
        description="It pays refunds and lost disputes after a guard has been paid, so that no guard is ever in debt."
      />
      <div className="grid gap-6">
        <StatGrid>
          <Stat label="In the reserve" value={formatMoney(reserve.balance)} hint={shareWords(reserve.reserveBps)} />
          <Stat
            label="At risk"
            value={formatMoney(reserve.atRisk)}
            hint={reserve.openDisputes === 1 ? "1 dispute is open" : `${reserve.openDisputes} disputes are open`}
            to={`${home}/disputes`}
          />
          <Stat
            label="On its way to patrons"
            value={formatMoney(reserve.inTransit)}
            hint="Set aside for refunds, by whoever gives it"
            to={`${home}/refunds`}
          />
          <Stat
            label="Borne by the organisation"
            value={formatMoney(reserve.losses)}
            hint="What the reserve did not have"
          />
        </StatGrid>
        {isShort ? (
          <Alert
            tone="warning"
            title={`The reserve would not cover the open ${reserve.openDisputes === 1 ? "dispute" : "disputes"}`}
          >
            Were all of them lost, the organisation would bear the rest. Guards keep their tips either way.
          </Alert>
        ) : null}
        <Card title="How it came to this">
          <Sum reserve={reserve} />
        </Card>
        <Uses {...uses} />
      </div>
    </>
  );
}

/** Hundredths of a percent, in words. */
function shareWords(bps: number): string {
  if (bps === 0) return "Nothing of Asante’s fee is kept in it";
  const percent =
    bps % 100 === 0 ? String(bps / 100) : `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, "0")}`;
  return `${percent} % of Asante’s fee is kept in it`;
}

/** From what came in to what is there, line by line. */
function Sum({ reserve }: { reserve: Reserve }) {
  const minus = (text: string) => `−${text}`;
  const lines = [
    ["Kept of Asante’s fee", formatMoney(reserve.funded)],
    ["Given for refunds, less what came back", minus(formatMoney(reserve.forRefunds))],
    ["Given for lost disputes", minus(formatMoney(reserve.forDisputes))],
    ...(reserve.forPayouts.minor === 0n
      ? []
      : [["Given for payouts that were paid after they had failed", minus(formatMoney(reserve.forPayouts))]]),
  ];
  return (
    <ul className="max-w-2xl divide-y divide-line">
      {lines.map(([words, text]) => (
        <li key={words} className="flex items-baseline justify-between gap-4 py-2.5">
          <span>{words}</span>
          <span className="whitespace-nowrap">{text}</span>
        </li>
      ))}
      <li className="flex items-baseline justify-between gap-4 py-2.5 font-semibold">
        <span>In the reserve</span>
        <span className="whitespace-nowrap">{formatMoney(reserve.balance)}</span>
      </li>
    </ul>
  );
}
