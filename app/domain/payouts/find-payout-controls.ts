import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { PauseReason } from "./lanes.ts";

/** What lets the organisation's payouts go out, and what holds them. */
export interface PayoutStanding {
  currency: Money["currency"];
  isStopped: boolean;
  stopReason: string | null;
  /** Null: no cap of its own. */
  dailyCap: Money | null;
  updatedByName: string | null;
  updatedAt: string | null;
  /** Sent, or on its way, on the organisation's own day; what counts against its cap. */
  sentToday: Money;
  /** Asante's own switch, which holds for everybody. */
  isStoppedForAll: boolean;
  /** Asante's own cap for this currency, all organisations together. */
  dailyCapForAll: Money | null;
  /** Where payouts of the currency wait for the rail. */
  lanes: PausedLane[];
}

export interface PausedLane {
  rail: string;
  currency: string;
  reason: PauseReason;
  pausedAt: string;
}

interface Row {
  currency: string;
  is_stopped: boolean;
  stop_reason: string | null;
  cap: string | null;
  updated_by_name: string | null;
  updated_at: string | null;
  sent: string;
}

interface PlatformRow {
  is_stopped: boolean;
  cap: string | null;
  lanes: PausedLane[];
}

/**
 * The organisation's switch and cap, what it has sent today, and what holds everybody: Asante's own switch and cap, and lanes
 * that are paused. Those belong to no organisation, so they are read with the system's eyes. Throws FORBIDDEN.
 */
export async function findPayoutControls(ctx: Ctx): Promise<PayoutStanding> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", at);
  const [own] = await query<Row>(
    ctx.db,
    sql`select o.currency, coalesce(c.is_stopped, false) as is_stopped, c.stop_reason, c.daily_cap_minor::text as cap,
        u.name as updated_by_name, c.updated_at, coalesce((
          select sum(p.amount_minor) from payouts p
          where p.organisation_id = o.id and p.currency = o.currency
            and p.status in ('sending', 'submitted', 'unknown', 'paid')
            and p.sent_at >= date_trunc('day', ${at}::timestamptz at time zone o.time_zone) at time zone o.time_zone
        ), 0)::text as sent
      from organisations o
      left join payout_controls c on c.organisation_id = o.id and c.currency = o.currency
      left join staff_users u on c.updated_by = 'staff:' || u.id
      where o.id = ${organisationId}`,
  );
  assert(own && isCurrency(own.currency), "an organisation that somebody is at work in has a currency we handle");
  const { currency } = own;
  const money = (minor: string | null): Money | null => (minor === null ? null : { minor: BigInt(minor), currency });
  const [everybody] = await query<PlatformRow>(ctx.systemDb, platformStatement(currency));
  return {
    currency,
    isStopped: own.is_stopped,
    stopReason: own.stop_reason,
    dailyCap: money(own.cap),
    updatedByName: own.updated_by_name,
    updatedAt: own.updated_at,
    sentToday: { minor: BigInt(own.sent), currency },
    isStoppedForAll: everybody?.is_stopped ?? false,
    dailyCapForAll: money(everybody?.cap ?? null),
    lanes: everybody?.lanes ?? [],
  };
}

function platformStatement(currency: string) {
  return sql`select coalesce(bool_or(c.is_stopped), false) as is_stopped, max(c.daily_cap_minor)::text as cap, coalesce((
      select jsonb_agg(jsonb_build_object('rail', l.rail, 'currency', l.currency, 'reason', l.paused_reason,
        'pausedAt', l.paused_at) order by l.rail)
      from payout_lanes l where l.currency = ${currency} and l.paused_reason is not null
    ), '[]') as lanes
    from payout_controls c where c.organisation_id = 'org-platform' and c.currency = ${currency}`;
}
