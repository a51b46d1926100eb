import { sql } from "drizzle-orm";
import { isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { RailName } from "../ports.ts";
import type { PauseReason } from "./lanes.ts";

/** Payouts of one currency at one rail, of all organisations together, and Asante's own switch and cap for the currency. */
export interface PayoutLane {
  rail: RailName;
  currency: Money["currency"];
  pausedReason: PauseReason | null;
  pausedAt: string | null;
  retryAt: string | null;
  /** What may go now and waits for its turn. */
  waiting: { payouts: number; total: Money };
  sentToday: Money;
  /** What the rail holds; null when it did not say. */
  balance: Money | null;
  isStopped: boolean;
  stopReason: string | null;
  dailyCap: Money | null;
}

type Row = Pick<PayoutLane, "rail" | "pausedReason" | "pausedAt" | "retryAt" | "isStopped" | "stopReason"> & {
  currency: string;
  payouts: number;
  waitingMinor: string;
  sentMinor: string;
  capMinor: string | null;
};

/** Every lane, with what waits in it and what the rail holds for it. Asks the rails. Throws FORBIDDEN. */
export async function listPayoutLanes(ctx: Ctx): Promise<PayoutLane[]> {
  const at = ctx.clock.now();
  requireStaff(ctx.actor, "platform.read", at);
  const rows = await query<Row>(ctx.systemDb, lanesStatement(at));
  const rails = [...new Set(rows.map(({ rail }) => rail))];
  const lookups = await Promise.all(rails.map(async (rail) => [rail, await ctx.rails[rail].findBalances()] as const));
  const balances = new Map(lookups);
  return rows.flatMap(({ currency, payouts, waitingMinor, sentMinor, capMinor, ...row }): PayoutLane[] => {
    if (!isCurrency(currency)) return [];
    const money = (minor: bigint | string): Money => ({ minor: BigInt(minor), currency });
    const lookup = balances.get(row.rail);
    return [
      {
        ...row,
        currency,
        waiting: { payouts, total: money(waitingMinor) },
        sentToday: money(sentMinor),
        balance: lookup?.status === "found" ? money(lookup.balances.get(currency) ?? 0n) : null,
        dailyCap: capMinor === null ? null : money(capMinor),
      },
    ];
  });
}

/** A currency that somebody works in has a line before its first payout, so that its switch can be set. */
function lanesStatement(at: Date) {
  return sql`
    with lane as (
      select rail, currency from payout_lanes
      union select 'paystack', currency from organisations where kind = 'tenant' and status = 'active'
    )
    select lane.rail, lane.currency, l.paused_reason as "pausedReason", l.paused_at as "pausedAt", l.retry_at as "retryAt",
      coalesce(c.is_stopped, false) as "isStopped", c.stop_reason as "stopReason", c.daily_cap_minor::text as "capMinor",
      waiting.payouts, waiting.minor::text as "waitingMinor", sent.minor::text as "sentMinor"
    from lane
    left join payout_lanes l on (l.rail, l.currency) = (lane.rail, lane.currency)
    left join payout_controls c on c.organisation_id = 'org-platform' and c.currency = lane.currency
    cross join lateral (
      select count(*)::int as payouts, coalesce(sum(p.amount_minor), 0) as minor from payouts p
      where p.rail = lane.rail and p.currency = lane.currency and p.status = 'created' and p.next_send_at <= ${at}
        and (p.approval_reason is null or p.approved_by is not null)
    ) waiting
    cross join lateral (
      select coalesce(sum(p.amount_minor), 0) as minor from payouts p
      where p.rail = lane.rail and p.currency = lane.currency and p.status in ('sending', 'submitted', 'unknown', 'paid')
        and p.sent_at >= date_trunc('day', ${at}::timestamptz, 'UTC')
    ) sent
    order by lane.rail, lane.currency`;
}
