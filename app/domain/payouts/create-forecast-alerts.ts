import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";
import type { RailName } from "../ports.ts";
import { policyAndLastRun } from "./due.ts";
import { FORECASTS_AT, SETTLES_AT } from "./rules.ts";
import { feeBands, planOf } from "./usable.ts";

interface Need {
  rail: RailName;
  currency: string;
  minor: string;
  day: string;
}

/**
 * In the afternoon, from 15:00 of each organisation's own time until its settlement, compares what tonight may need with what
 * the rail holds, and tells Asante's own people once a day and currency when that is not enough. Returns how many were told.
 */
export async function createForecastAlerts(ctx: Ctx): Promise<number> {
  const needs = await findNeeds(ctx);
  const rails = [...new Set(needs.map(({ rail }) => rail))];
  const lookups = await Promise.all(rails.map(async (rail) => [rail, await ctx.rails[rail].findBalances()] as const));
  const balances = new Map(lookups);
  const at = ctx.clock.now();
  const rows = needs.flatMap(({ rail, currency, minor, day }) => {
    const lookup = balances.get(rail);
    if (lookup?.status !== "found") return [];
    const held = lookup.balances.get(currency) ?? 0n;
    if (held >= BigInt(minor)) return [];
    const detail = `tonight may need ${minor} minor units of ${currency}; ${rail} holds ${held}`;
    return [{ id: newId("alt", at, ctx.randomness), subject: `${rail}:${currency}:${day}`, detail }];
  });
  if (rows.length === 0) return 0;
  const told = await query(
    ctx.db,
    sql`insert into alerts (id, kind, subject, detail, raised_at)
      select id, 'payouts.balance_forecast', subject, detail, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, subject text, detail text)
      on conflict do nothing returning id`,
  );
  return told.length;
}

/** What tonight would be planned for guards who can be paid, and what waits to be sent, with the rail's fees. */
function findNeeds(ctx: Ctx): Promise<Need[]> {
  const at = ctx.clock.now();
  const plan = {
    balance: sql`o.minor`,
    bearer: sql`o.bearer`,
    rail: sql`o.rail`,
    kind: sql`o.kind`,
    currency: sql`o.currency`,
    isFinal: sql`o.is_final`,
  };
  return query<Need>(
    ctx.db,
    sql`with tonight as (
        select o.id, o.currency, p.settlement_threshold_minor as threshold, p.transfer_fee_bearer as bearer, l.now::date as day
        from organisations o ${policyAndLastRun(at)}
        cross join lateral (select ${at}::timestamptz at time zone o.time_zone as now) l
        where o.kind = 'tenant' and o.status = 'active'
          and l.now::time >= ${FORECASTS_AT}::time and l.now::time < ${SETTLES_AT}::time
          and (last.business_date is null or last.business_date < l.now::date)
          and (p.settlement_cadence <> 'weekly' or extract(isodow from l.now) = p.settlement_weekday)
      ),
      band as materialized (${feeBands(sql`any (select currency from tonight)`, at)}),
      owed as (
        select account.rail, account.kind, t.currency, t.bearer, a.credits_posted - a.debits_posted as minor,
          g.status = 'left' as is_final
        from tonight t
        join payout_accounts account on account.organisation_id = t.id and account.status = 'active'
        join guards g on g.id = account.guard_id
        join ledger_accounts a on a.organisation_id = t.id and a.currency = t.currency
          and a.code = 'guard_payable:' || account.guard_id
        where a.credits_posted - a.debits_posted >= case g.status when 'left' then 1 else greatest(t.threshold, 1) end
      ),
      need as (
        select o.rail, o.currency, plan.amount + coalesce(plan.fee, 0) as minor
        from owed o cross join lateral (${planOf(plan)}) plan
        union all
        select p.rail, p.currency, p.amount_minor + coalesce(p.estimated_fee_minor, 0)
        from payouts p where p.status = 'created' and p.currency in (select currency from tonight)
      )
      select n.rail, n.currency, sum(n.minor)::text as minor, (select min(day)::text from tonight t where t.currency = n.currency) as day
      from need n group by n.rail, n.currency`,
  );
}
