import { type SQL, sql } from "drizzle-orm";
import { type Instant, parseInstant } from "../../../core/time.ts";
import { accounts } from "../../ledger/index.ts";
import type { RailName } from "../../ports.ts";
import type { TipStatus } from "../rules.ts";
import type { Standing } from "./rules.ts";

/** A tip with what a refund of it must know; bigints arrive as text. */
export interface StandingRow {
  tip_id: string;
  organisation_id: string;
  guard_id: string;
  currency: string;
  rail: RailName;
  status: TipStatus;
  paid_at: string | null;
  charged: string;
  guard_borne_fee: string;
  given_back: string;
  fee_given_back: string;
  is_disputed: boolean;
  left_by_tip: string;
  payable: string;
  later: string;
  reserve: string;
  fee_bearer: "reserve" | "organisation";
  check_above: string;
}

/**
 * How a credited tip and the accounts behind it stand, as a select. Under the locks of `lockRefund` it is the truth;
 * without them it is good for a decision that the writing statement tests again.
 */
export function standingOf(tipId: SQL): SQL {
  return sql`
    select t.id as tip_id, t.organisation_id, t.guard_id, t.currency, t.status, t.paid_at, p.rail,
      p.charged_minor::text as charged,
      (case t.rail_fee_bearer when 'guard' then coalesce(p.rail_fee_minor, 0) else 0 end)::text as guard_borne_fee,
      (r.given + d.lost)::text as given_back, r.fee::text as fee_given_back, d.is_open as is_disputed,
      own.minor::text as left_by_tip, later.minor::text as later,
      coalesce((select credits_posted - debits_posted from ledger_accounts
        where organisation_id = t.organisation_id and currency = t.currency and code = g.code), 0)::text as payable,
      coalesce((select credits_posted - debits_posted from ledger_accounts
        where organisation_id = t.organisation_id and currency = t.currency and code = ${accounts.refundReserve}), 0)::text
        as reserve,
      policy.refund_fee_bearer as fee_bearer, policy.refund_check_above_minor::text as check_above
    from tips t
    join payments p on p.tip_id = t.id and p.charged_minor is not null
    cross join lateral (select ${accounts.guardPayable(sql`t.guard_id`)} as code) g
    cross join lateral (
      select coalesce(sum(amount_minor), 0) as given, coalesce(sum(rail_fee_minor), 0) as fee from refunds
      where tip_id = t.id and status not in ('failed', 'rejected')
    ) r
    cross join lateral (
      select coalesce(sum(amount_minor) filter (where status = 'lost'), 0) as lost,
        coalesce(bool_or(status not in ('won', 'lost')), false) as is_open
      from disputes where tip_id = t.id
    ) d
    cross join lateral (
      select coalesce(sum(case when l.credit_account = g.code then l.amount_minor else -l.amount_minor end), 0) as minor
      from ledger_transfers l
      where l.reference = t.id and l.organisation_id = t.organisation_id and g.code in (l.credit_account, l.debit_account)
    ) own
    cross join lateral (
      select coalesce(sum(case when l.credit_account = g.code then l.amount_minor else -l.amount_minor end), 0) as minor
      from ledger_transfers first
      join ledger_transfers gross on gross.organisation_id = first.organisation_id and gross.currency = first.currency
        and gross.credit_account = g.code and gross.credit_entry > first.credit_entry and gross.kind = 'tip_gross'
      join ledger_transfers l on l.reference = gross.reference and l.organisation_id = gross.organisation_id
        and g.code in (l.credit_account, l.debit_account)
      where first.id = t.id || ':tip_gross'
    ) later
    cross join lateral (
      select refund_fee_bearer, refund_check_above_minor from organisation_policies
      where organisation_id = t.organisation_id order by version desc limit 1
    ) policy
    where t.id = ${tipId} and t.credited_at is not null`;
}

/** Locks the accounts that a refund of a tip takes from, in the order in which postings lock them. Follows the tip's lock. */
export function lockRefund(tipId: string): SQL {
  return sql`select count(*) from tips t
    cross join lateral lock_accounts(
      array_fill(t.organisation_id, array[5]), array_fill(t.currency::text, array[5]),
      array[${accounts.guardPayable(sql`t.guard_id`)}, ${accounts.railFees}, ${accounts.refundInTransit},
        ${accounts.refundLosses}, ${accounts.refundReserve}])
    where t.id = ${tipId}`;
}

export function readStanding(row: StandingRow): Standing {
  const paidAt: Instant | null = parseInstant(row.paid_at);
  return {
    status: row.status,
    paidAt,
    chargedMinor: BigInt(row.charged),
    guardBorneFeeMinor: BigInt(row.guard_borne_fee),
    givenBackMinor: BigInt(row.given_back),
    feeGivenBackMinor: BigInt(row.fee_given_back),
    isDisputed: row.is_disputed,
    leftByTipMinor: BigInt(row.left_by_tip),
    payableMinor: BigInt(row.payable),
    laterMinor: BigInt(row.later),
    reserveMinor: BigInt(row.reserve),
    feeBearer: row.fee_bearer,
    checkAboveMinor: BigInt(row.check_above),
  };
}
