import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { type Currency, isCurrency } from "../../core/currency.ts";
import { type Money, money } from "../../core/money.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/** What the people of an organisation see first. */
export interface Overview {
  steps: Record<SetupStep, boolean>;
  waiting: {
    /** Payout accounts that a second person must approve. */
    payoutRequests: number;
    alerts: number;
    guardsWithoutPhoto: number;
    guardsWithoutPayoutAccount: number;
  };
  today: TipsGiven;
  /** Since Monday, today included. */
  week: TipsGiven;
}

/** The way from an empty organisation to the first printed code, in order. */
export const SETUP_STEPS = ["settings", "site", "guard", "payout_account", "print", "member"] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export interface TipsGiven {
  tips: number;
  /** What patrons chose to give, before fees. */
  total: Money;
}

interface Row extends Record<`has_${SetupStep}`, boolean> {
  currency: string;
  payout_requests: number;
  alerts: number;
  without_photo: number;
  without_account: number;
  tips_today: number;
  minor_today: string;
  tips_week: number;
  minor_week: string;
}

/**
 * How far the organisation is set up, what waits for somebody, and what was given today and this week, by the
 * organisation's own calendar. One statement. Throws FORBIDDEN.
 */
export async function findOverview(ctx: Ctx): Promise<Overview> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "organisation.read", now);
  const [row] = await query<Row>(ctx.db, overviewOf(organisationId, now));
  assert(row, "an organisation that somebody is at work in exists");
  const { currency } = row;
  assert(isCurrency(currency), "an organisation's currency is one we handle");
  const steps = Object.fromEntries(SETUP_STEPS.map((step) => [step, row[`has_${step}`]])) as Overview["steps"];
  return {
    steps,
    waiting: {
      payoutRequests: row.payout_requests,
      alerts: row.alerts,
      guardsWithoutPhoto: row.without_photo,
      guardsWithoutPayoutAccount: row.without_account,
    },
    today: tipsGiven(row.tips_today, row.minor_today, currency),
    week: tipsGiven(row.tips_week, row.minor_week, currency),
  };
}

function tipsGiven(tips: number, minor: string, currency: Currency): TipsGiven {
  return { tips, total: money(BigInt(minor), currency) };
}

function overviewOf(organisationId: string, now: Date) {
  return sql`with o as (
      select id, currency, time_zone, date_trunc('day', ${now}::timestamptz, time_zone) as today,
        date_trunc('week', ${now}::timestamptz, time_zone) as monday
      from organisations where id = ${organisationId}
    ), working as (
      select count(*) filter (where g.status <> 'left') as guards,
        count(*) filter (where g.status = 'active' and g.photo_key is null) as without_photo,
        count(*) filter (where g.status = 'active' and a.guards is null) as without_account
      from guards g
      left join (
        select distinct guard_id as guards from payout_accounts
        where organisation_id = ${organisationId} and status = 'active'
      ) a on a.guards = g.id
      where g.organisation_id = ${organisationId}
    ), given as (
      select count(*) filter (where t.credited_at >= o.today) as tips_today,
        coalesce(sum(t.amount_minor) filter (where t.credited_at >= o.today), 0) as minor_today,
        count(*) as tips_week, coalesce(sum(t.amount_minor), 0) as minor_week
      from o join tips t on t.organisation_id = o.id and t.credited_at >= o.monday
    )
    select o.currency,
      exists (select from organisation_settings where organisation_id = o.id and key = 'setup.confirmed')
        as has_settings,
      exists (select from sites where organisation_id = o.id and status = 'active') as has_site,
      working.guards > 0 as has_guard,
      exists (select from payout_accounts where organisation_id = o.id) as has_payout_account,
      exists (select from print_jobs where organisation_id = o.id) as has_print,
      (select count(*) from members where organisation_id = o.id and status = 'active') > 1
        or exists (select from invitations where organisation_id = o.id and status in ('requested', 'sent')) as has_member,
      (select count(*)::int from payout_accounts where organisation_id = o.id and status = 'requested')
        as payout_requests,
      (select count(*)::int from alerts where organisation_id = o.id and resolved_at is null) as alerts,
      working.without_photo::int, working.without_account::int,
      given.tips_today::int, given.minor_today::text, given.tips_week::int, given.minor_week::text
    from o, working, given`;
}
