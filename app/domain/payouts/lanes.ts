import { type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../../core/time.ts";
import { TOP_UP_MS } from "./rules.ts";

/** Why no payout of a currency goes out. `insufficient_balance` ends by itself; a person ends the others. */
export type PauseReason = "insufficient_balance" | "otp_required" | "not_allowed";

const WORDS: Record<PauseReason, string> = {
  insufficient_balance: "the balance is not enough: top it up, and the oldest payouts go first",
  otp_required: "the rail wants a one-time password for each transfer: switch that off in its settings, then resume",
  not_allowed: "the rail lets this account send nothing: look at its registration and keys, then resume",
};

/**
 * Pauses lanes and tells Asante's own people, and the organisations whose payouts wait there, once a day and reason; a lane that
 * waits for a person goes on doing so.
 */
export function pauseLanes(
  lanes: readonly { rail: string; currency: string; reason: PauseReason }[],
  { at, alertId }: { at: Instant; alertId(): string },
): SQL {
  const day = at.toISOString().slice(0, 10);
  const rows = lanes.map((lane) => ({
    ...lane,
    retry_at: lane.reason === "insufficient_balance" ? after(at, TOP_UP_MS) : null,
    alert_id: alertId(),
    subject: `${lane.rail}:${lane.currency}:${day}`,
    detail: `payouts in ${lane.currency} are paused: ${WORDS[lane.reason]}`,
  }));
  return sql`
    with pause as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (rail text, currency text, reason text,
        retry_at timestamptz, alert_id text, subject text, detail text)
    ),
    alerted as (
      insert into alerts (id, kind, subject, detail, raised_at)
      select alert_id, 'payouts.' || reason, subject, detail, ${at} from pause
      on conflict do nothing
    ),
    told as (
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select 'alt-lane-' || md5(reason || subject || w.organisation_id), w.organisation_id, 'payouts.' || reason,
        subject || ':' || w.organisation_id,
        'your payouts in ' || currency || ' wait at ' || rail || ', and Asante has been told; the money is kept for the guards', ${at}
      from pause r
      cross join lateral (
        select distinct p.organisation_id from payouts p
        where (p.rail, p.currency) = (r.rail, r.currency) and p.status in ('created', 'sending', 'submitted')
      ) w
      on conflict do nothing
    )
    update payout_lanes l set paused_reason = p.reason, retry_at = p.retry_at, paused_at = coalesce(l.paused_at, ${at})
    from pause p
    where (l.rail, l.currency) = (p.rail, p.currency)
      and (l.paused_reason is null or l.paused_reason = 'insufficient_balance')`;
}
