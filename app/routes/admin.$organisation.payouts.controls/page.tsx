import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Alert } from "#app/components/ui/alert.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import { formatMoney } from "#app/core/money.ts";
import type { PayoutStanding } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { CapForm, KillSwitch } from "../admin.$organisation.payouts/controls-forms.tsx";
import type { Refused } from "../admin.$organisation.payouts/controls-input.ts";
import { Holds } from "../admin.$organisation.payouts/holds.tsx";
import { PayoutsFrame } from "../admin.$organisation.payouts/payouts-frame.tsx";

interface ControlsProps {
  standing: PayoutStanding;
  mayWrite: boolean;
  refused: Refused | undefined;
}

/** What lets payouts go out, and what holds them. */
export function ControlsPage({ standing, mayWrite, refused }: ControlsProps) {
  const { id, timeZone } = useOrganisation();
  const { currency, isStopped, dailyCap, updatedAt, updatedByName } = standing;
  return (
    <PayoutsFrame>
      {mayWrite ? <StepUpNotice needs="payouts.write" /> : null}
      <Holds standing={standing} home={`/admin/${id}/payouts`} />
      <Today standing={standing} />
      <Card
        title={
          <span className="flex flex-wrap items-center gap-3">
            Your switch
            <Badge tone={isStopped ? "danger" : "success"}>{isStopped ? "Stopped" : "Payouts go out"}</Badge>
          </span>
        }
        description="Stops every payout of this organisation at once, whatever was approved."
      >
        {mayWrite ? <KillSwitch isStopped={isStopped} currency={currency} whose="your payouts" /> : null}
        {updatedAt === null ? null : (
          <p className="mt-3 text-sm text-soft">
            Last changed by {updatedByName ?? "Asante staff or a former member"},{" "}
            <DateTime at={updatedAt} timeZone={timeZone} />
          </p>
        )}
      </Card>
      <Card title="Daily cap" description="The most that leaves in one day of your own calendar.">
        {mayWrite ? (
          <CapForm currency={currency} cap={dailyCap} refused={refused} />
        ) : (
          <p>{dailyCap === null ? "No cap" : formatMoney(dailyCap)}</p>
        )}
      </Card>
      <Everybody standing={standing} />
      {mayWrite ? null : <Alert tone="neutral">Only an owner or finance can change these.</Alert>}
    </PayoutsFrame>
  );
}

function Today({ standing: { sentToday, dailyCap } }: { standing: PayoutStanding }) {
  const left = dailyCap === null ? null : dailyCap.minor - sentToday.minor;
  return (
    <StatGrid>
      <Stat label="Sent today" value={<MoneyText money={sentToday} />} hint="Paid, or on its way" />
      <Stat
        label="May still go today"
        value={left === null ? "No cap" : <MoneyText money={{ ...sentToday, minor: left > 0n ? left : 0n }} />}
        hint={left === null ? "You have set none" : "Under your own cap"}
      />
    </StatGrid>
  );
}

function Everybody({ standing }: { standing: PayoutStanding }) {
  const { isStoppedForAll, dailyCapForAll, lanes, currency } = standing;
  return (
    <Card title="Asante’s own" description="Hold for every organisation; only Asante’s people change them.">
      <DefinitionList
        items={[
          { term: "Switch", value: isStoppedForAll ? "Stopped for everybody" : "Payouts go out" },
          {
            term: "Daily cap",
            value: dailyCapForAll === null ? "None" : `${formatMoney(dailyCapForAll)}, all organisations together`,
          },
          { term: `Sending ${currency}`, value: lanes.length === 0 ? "Goes out" : "Waits, as said above" },
        ]}
      />
    </Card>
  );
}
