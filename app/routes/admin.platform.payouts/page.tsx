import { Send } from "lucide-react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Alert } from "#app/components/ui/alert.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { MoneyText } from "#app/components/ui/money-text.tsx";
import { Stat, StatGrid } from "#app/components/ui/stat.tsx";
import type { PayoutLane } from "#app/domain/payouts/index.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { CapForm, KillSwitch } from "../admin.$organisation.payouts/controls-forms.tsx";
import type { Refused } from "../admin.$organisation.payouts/controls-input.ts";
import { railWords } from "../admin.$organisation.payouts/payout-words.ts";

/** Each currency at each rail: what waits, what there is to pay it with, why nothing goes out, and Asante's own limits. */
export function LanesPage({ lanes, refused }: { lanes: PayoutLane[]; refused: Refused | undefined }) {
  return (
    <>
      <PageHeader
        title="Payouts"
        description="The rail has one balance a currency for all organisations. Times and days are UTC."
      />
      <StepUpNotice needs="platform.write" />
      {lanes.length === 0 ? (
        <EmptyState icon={Send} title="No organisation pays out yet">
          A currency appears here with its first organisation.
        </EmptyState>
      ) : null}
      <div className="grid gap-6">
        {lanes.map((lane) => (
          <Lane
            key={`${lane.rail} ${lane.currency}`}
            lane={lane}
            refused={refused?.currency === lane.currency ? refused : undefined}
          />
        ))}
      </div>
    </>
  );
}

function Lane({ lane, refused }: { lane: PayoutLane; refused: Refused | undefined }) {
  const { currency, waiting, sentToday, balance, isStopped, stopReason, dailyCap, pausedReason } = lane;
  const isShort = balance !== null && balance.minor < waiting.total.minor;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-3">
          {currency} at {railWords(lane.rail)}
          {isStopped ? <Badge tone="danger">Stopped</Badge> : null}
          {pausedReason === null ? null : <Badge tone="warning">Paused</Badge>}
          {!isStopped && pausedReason === null ? <Badge tone="success">Goes out</Badge> : null}
        </span>
      }
    >
      <div className="grid gap-5">
        {isStopped ? (
          <Alert tone="danger" title="Stopped for everybody">
            {stopReason === null ? "No reason was given." : `“${stopReason}”`}
          </Alert>
        ) : null}
        {pausedReason === null ? null : <Paused lane={lane} />}
        <StatGrid>
          <Stat
            label="Waits to be sent"
            value={<MoneyText money={waiting.total} />}
            hint={waiting.payouts === 1 ? "1 payout" : `${waiting.payouts} payouts`}
          />
          <Stat
            label={`Held by ${railWords(lane.rail)}`}
            value={balance === null ? "Not known" : <MoneyText money={balance} />}
            hint={
              balance === null
                ? "It did not answer"
                : isShort
                  ? "Less than what waits: top it up"
                  : "Enough for what waits"
            }
          />
          <Stat label="Sent today" value={<MoneyText money={sentToday} />} />
        </StatGrid>
        <CapForm currency={currency} cap={dailyCap} refused={refused} />
        <div>
          <KillSwitch isStopped={isStopped} currency={currency} whose={`all payouts in ${currency}`} />
        </div>
      </div>
    </Card>
  );
}

const PAUSES: Record<NonNullable<PayoutLane["pausedReason"]>, { title: string; next: string }> = {
  insufficient_balance: {
    title: "The balance is not enough",
    next: "Top it up. It is asked for again every few minutes, and the oldest payouts go first.",
  },
  otp_required: {
    title: "A one-time password is asked for",
    next: "Switch that off in the rail’s settings, for transfers of this account. Then let the lane go on.",
  },
  not_allowed: {
    title: "This account may send nothing",
    next: "Look at its registration and its keys at the rail. Then let the lane go on.",
  },
};

function Paused({ lane }: { lane: PayoutLane }) {
  const csrf = useCsrf();
  const { pausedReason, pausedAt, retryAt, rail, currency } = lane;
  if (pausedReason === null) return null;
  return (
    <Alert
      tone="warning"
      title={PAUSES[pausedReason].title}
      action={
        <ConfirmDialog
          trigger={{ label: "Let it go on…", size: "sm" }}
          title={`Let payouts in ${currency} go on?`}
          description="The next batch is tried now. Should the reason still be there, the lane pauses again and nothing is lost."
          confirmLabel="Let it go on"
          tone="primary"
          fields={{ csrf, intent: "release", rail, currency }}
        />
      }
    >
      {PAUSES[pausedReason].next}{" "}
      {pausedAt === null ? null : (
        <>
          Since <DateTime at={pausedAt} timeZone="UTC" />.{" "}
        </>
      )}
      {retryAt === null ? null : (
        <>
          Asked again <DateTime at={retryAt} timeZone="UTC" />.
        </>
      )}
    </Alert>
  );
}
