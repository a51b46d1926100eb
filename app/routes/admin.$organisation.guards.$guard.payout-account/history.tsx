import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import type { PayoutAccount } from "#app/domain/guards/index.ts";
import { maskedAccount } from "../admin.$organisation.payout-accounts/account-facts.tsx";

const STATUSES: Record<PayoutAccount["status"], { label: string; tone: Tone }> = {
  requested: { label: "Asked for", tone: "warning" },
  held: { label: "On hold", tone: "warning" },
  active: { label: "In use", tone: "success" },
  replaced: { label: "Used before", tone: "neutral" },
  rejected: { label: "Rejected", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

/** Every account that counted or was asked for before, and who had a hand in it. */
export function AccountHistory({ history }: { history: readonly PayoutAccount[] }) {
  const { timeZone } = useOrganisation();
  return (
    <Card title="Before">
      <ul className="divide-y divide-line">
        {history.map((account) => (
          <li key={account.id} className="grid gap-1 py-3 first:pt-0 last:pb-0">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{maskedAccount(account)}</span>
              <Badge tone={STATUSES[account.status].tone}>{STATUSES[account.status].label}</Badge>
            </span>
            <span className="text-soft text-sm">
              Asked for <DateTime at={account.requestedAt} timeZone={timeZone} /> by {account.requestedByName}
              {account.approvedAt === null ? null : (
                <>
                  {" · "}approved <DateTime at={account.approvedAt} timeZone={timeZone} /> by {account.approvedByName}
                </>
              )}
              {account.endedAt === null ? null : (
                <>
                  {" · "}stopped <DateTime at={account.endedAt} timeZone={timeZone} /> by {account.endedByName}: “
                  {account.endReason}”
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
