import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { LEAST_FEES_IN_A_PAYOUT } from "./fee-plan.ts";

/**
 * Whether money may go to `account`, of payout_accounts, now: in use, known to the rail, and no change of it asked for or
 * held (money.md §6). Asked when a payout is created, and again each time it is about to be sent.
 */
export function isUsable(account: SQL, at: Instant): SQL {
  return sql`(${account}.status = 'active' and ${account}.active_at <= ${at}::timestamptz
    and ${account}.recipient_code is not null
    and not exists (
      select from payout_accounts waiting
      where waiting.guard_id = ${account}.guard_id and waiting.status in ('requested', 'held')
    ))`;
}

/** Whether payouts of an organisation and currency are stopped, by itself or for everybody; only the system sees both. */
export function isStopped(organisationId: SQL, currency: SQL): SQL {
  return sql`exists (
    select from payout_controls c
    where c.organisation_id in (${organisationId}, 'org-platform') and c.currency = ${currency} and c.is_stopped
  )`;
}

/** Whether a payout to `account` failed for good and nobody has looked into it: the next one would fail as well. */
export function hasFailed(account: SQL): SQL {
  return sql`exists (
    select from payouts f
    where f.guard_id = ${account}.guard_id and f.payout_account_id = ${account}.id and f.status = 'failed'
      and f.investigated_at is null
  )`;
}

/** What each rail charges for transfers in a currency at a moment: currency, rail, kind, from_minor, up_to_minor, fee_minor. */
export function feeBands(currency: SQL, at: Instant): SQL {
  return sql`
    select f.currency, f.rail, f.kind, f.from_minor, f.up_to_minor, f.fee_minor
    from transfer_fee_schedules f
    where f.currency = ${currency} and f.version = (
      select max(v.version) from transfer_fee_schedules v
      where (v.rail, v.currency, v.kind) = (f.rail, f.currency, f.kind) and v.in_force_from <= ${at}::timestamptz
    )`;
}

interface PlanColumns {
  balance: SQL;
  bearer: SQL;
  rail: SQL;
  kind: SQL;
  /** Whether it is the last payout of a guard who left; never, unless given. */
  isFinal?: SQL;
  /** Which bands of `band` count, where it has those of several currencies. */
  currency?: SQL;
}

/**
 * The plan of fee-plan.ts for many balances: a lateral of amount and fee, no row when the balance should wait. `band` must be
 * a CTE made of `feeBands`.
 */
export function planOf({ balance, bearer, rail, kind, isFinal = sql`false`, currency }: PlanColumns): SQL {
  const least = sql.raw(String(LEAST_FEES_IN_A_PAYOUT));
  const isBand = sql`b.rail = ${rail} and b.kind = ${kind}${currency ? sql` and b.currency = ${currency}` : sql``}`;
  return sql`
    select amount, fee from (
      select least(b.up_to_minor, ${balance} - borne.minor) as amount, b.fee_minor as fee, b.from_minor, borne.minor as borne
      from band b
      cross join lateral (select case ${bearer} when 'guard' then b.fee_minor else 0 end as minor) borne
      where ${isBand}
      union all
      select ${balance}, null, 1, 0 where not exists (select from band b where ${isBand})
    ) candidate
    where amount >= from_minor and (${isFinal} or amount >= coalesce(fee, 0) * ${least})
    order by case when ${isFinal} then ${balance} - borne - amount end,
      coalesce(fee, 0) + ${balance} - borne - amount, from_minor
    limit 1`;
}
