import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { type Currency, isCurrency } from "../../core/currency.ts";
import type { Money } from "../../core/money.ts";
import type { Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { policyAndLastRun } from "./due.ts";
import type { WaitReason } from "./list-waiting-guards.ts";
import { youngMoney } from "./settlement-statement.ts";
import { feeBands, hasFailed, isUsable, planOf } from "./usable.ts";

/** Why money that is owed stays: as for guards who wait, or it is too recent, or a payout of theirs is on its way. */
export type StayReason = Exclude<WaitReason, "next_settlement" | "awaits_approval"> | "too_recent" | "in_payout";

/** What a settlement would do now. Nothing is promised: it is planned again, under locks, when it runs. */
export interface SettlementPlan {
  businessDate: string;
  /** The run of this business date, when there is one already: a date is settled once. */
  runId: string | null;
  threshold: Money;
  feeBearer: "guard" | "organisation";
  guards: number;
  total: Money;
  /** What the rail is expected to charge; payouts without a published price are not in it. */
  fee: Money;
  guardsWithoutPrice: number;
  /** What stays owed to guards who are paid, since it would cost more than it is worth or is too recent. */
  carried: Money;
  stays: { reason: StayReason; guards: number; owed: Money }[];
}

interface Row {
  currency: string;
  businessDate: string;
  runId: string | null;
  threshold: string;
  feeBearer: "guard" | "organisation";
  reason: StayReason | null;
  guards: number;
  owed: string;
  total: string;
  fee: string;
  borne: string;
  withoutPrice: number;
}

/**
 * What “run now” would pay, what that costs and whom, what stays owed, and why; by the rules of the settlement itself.
 * Throws FORBIDDEN.
 */
export async function findSettlementPlan(ctx: Ctx): Promise<SettlementPlan> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", at);
  const rows = await query<Row>(ctx.db, planStatement(organisationId, at));
  const [terms] = rows;
  assert(
    terms && isCurrency(terms.currency),
    "an organisation that somebody is at work in has a policy and a currency",
  );
  return planFrom(rows, terms, terms.currency);
}

function planFrom(rows: readonly Row[], terms: Row, currency: Currency): SettlementPlan {
  const { businessDate, runId, feeBearer } = terms;
  const money = (minor: bigint): Money => ({ minor, currency });
  const paid = rows.find(({ reason, guards }) => reason === null && guards > 0);
  const amount = (of: keyof Row): bigint => BigInt(paid ? String(paid[of]) : 0);
  return {
    businessDate,
    runId,
    threshold: money(BigInt(terms.threshold)),
    feeBearer,
    guards: paid?.guards ?? 0,
    total: money(amount("total")),
    fee: money(amount("fee")),
    guardsWithoutPrice: paid?.withoutPrice ?? 0,
    carried: money(amount("owed") - amount("total") - amount("borne")),
    stays: rows.flatMap(({ reason, guards, owed }) =>
      reason === null ? [] : [{ reason, guards, owed: money(BigInt(owed)) }],
    ),
  };
}

function planStatement(organisationId: string, at: Instant): SQL {
  return sql`
    with terms as (
      select o.id as organisation_id, o.currency, p.*, (${at}::timestamptz at time zone o.time_zone)::date as business_date
      from organisations o ${policyAndLastRun(at)} where o.id = ${organisationId}
    ),
    band as materialized (${feeBands(sql`(select currency from terms)`, at)}),
    judged as materialized (${judgedAccounts(at)})
    select t.currency, t.business_date::text as "businessDate", run.id as "runId",
      t.settlement_threshold_minor::text as threshold, t.transfer_fee_bearer as "feeBearer", j.reason,
      count(j.guard_id)::int as guards, coalesce(sum(j.minor), 0)::text as owed, coalesce(sum(j.amount), 0)::text as total,
      coalesce(sum(j.fee), 0)::text as fee,
      coalesce(sum(j.fee) filter (where t.transfer_fee_bearer = 'guard'), 0)::text as borne,
      (count(j.guard_id) filter (where j.fee is null))::int as "withoutPrice"
    from terms t
    left join settlement_runs run on run.organisation_id = t.organisation_id and run.business_date = t.business_date
    left join judged j on true
    group by t.currency, t.business_date, run.id, t.settlement_threshold_minor, t.transfer_fee_bearer, j.reason
    order by sum(j.minor) desc nulls last`;
}

/** Each guard who is owed something, with what would be paid, or why nothing. */
function judgedAccounts(at: Instant): SQL {
  const plan = {
    balance: sql`(l.minor - young.minor)`,
    bearer: sql`r.transfer_fee_bearer`,
    rail: sql`account.rail`,
    kind: sql`account.kind`,
    isFinal: sql`l.is_final`,
  };
  return sql`
    select l.guard_id, l.minor, plan.amount, plan.fee,
      case
        when live.payouts > 0 then 'in_payout'
        when waiting.status = 'held' then 'account_held'
        when waiting.status = 'requested' then 'account_requested'
        when account.id is null or not ${isUsable(sql`account`, at)} then 'no_account'
        when ${hasFailed(sql`account`)} then 'last_payout_failed'
        when l.minor < l.least then 'below_threshold'
        when l.minor - young.minor < l.least then 'too_recent'
        when plan.amount is null then 'fee_too_large'
      end as reason
    from terms r
    cross join lateral (
      select a.code, g.id as guard_id, a.credits_posted - a.debits_posted as minor, g.status = 'left' as is_final,
        case g.status when 'left' then 1 else greatest(r.settlement_threshold_minor, 1) end as least
      from ledger_accounts a
      join guards g on g.id = substr(a.code, strpos(a.code, ':') + 1) and g.organisation_id = a.organisation_id
      where a.organisation_id = r.organisation_id and a.currency = r.currency and a.kind = 'guard_payable'
        and a.credits_posted > a.debits_posted
    ) l
    cross join lateral (
      select count(*) as payouts from payouts p
      where p.guard_id = l.guard_id and p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')
    ) live
    cross join lateral (${youngMoney(at)}) young
    left join payout_accounts account on account.guard_id = l.guard_id and account.organisation_id = r.organisation_id
      and account.status = 'active' and account.currency = r.currency
    left join payout_accounts waiting on waiting.guard_id = l.guard_id and waiting.organisation_id = r.organisation_id
      and waiting.status in ('requested', 'held')
    left join lateral (${planOf(plan)}) plan on true`;
}
