import { type SQL, sql } from "drizzle-orm";
import { after, days, type Instant } from "../../core/time.ts";
import { accounts, postTransfers } from "../ledger/index.ts";
import { PATRON_MAY_CANCEL_MS } from "../payments/index.ts";
import { LARGE_TIMES, USUAL_PAYOUTS } from "./rules.ts";
import { feeBands, hasFailed, isUsable, planOf } from "./usable.ts";

export interface SettlementStep {
  runId: string;
  /** The beginning of the payouts' ids; the rest is made of run and guard, so that a replay makes the same ones. */
  prefix: string;
  size: number;
  at: Instant;
}

/**
 * The next step of a run: looks at the accounts after the last one, and for each guard whose account was locked, can be paid and
 * has a balance worth a payment creates the payout and posts guard_payable → payout_in_transit. A guard who left is paid whatever
 * is owed. Follows `lockStep` in its transaction.
 */
export function settlementStatement(step: SettlementStep): SQL {
  const { at } = step;
  return sql`
    with ${lookAtAccounts(step)},
    ${planPayouts(at)},
    created as (
      insert into payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor,
        estimated_fee_minor, fee_bearer, up_to_entry, status, approval_reason, requested_by, next_send_at, created_at)
      select ${step.prefix} || substr(md5(run_id || guard_id), 1, 16), organisation_id, guard_id, run_id, account_id, rail,
        currency, amount, fee, fee_bearer, entries_posted, 'created', approval_reason, requested_by, ${at}, ${at}
      from planned
      on conflict do nothing
      returning id, organisation_id, guard_id, rail, currency, amount_minor, approval_reason
    ),
    history as (
      insert into payout_history (organisation_id, payout_id, number, status, cause, at)
      select organisation_id, id, 1, 'created', 'settlement', ${at} from created
    ),
    lane as (
      insert into payout_lanes (rail, currency) select distinct rail, currency from created on conflict do nothing
    ),
    movement as (
      select id || ':reserve' as id, id as group_id, organisation_id, currency,
        ${accounts.guardPayable(sql`guard_id`)} as debit, ${accounts.payoutInTransit} as credit, amount_minor as amount,
        'payout_reserved' as kind, id as reference, null::text as corrects, ${at}::timestamptz as event_at
      from created
    ),
    ${postTransfers(sql`movement`)},
    step as (
      select count(*) as looked_at, max(code) as last_code, count(*) filter (where minor > 0) as owed,
        (select count(*) from created) as payouts, (select coalesce(sum(amount_minor), 0) from created) as total,
        (select count(*) from posted) as posted
      from looked_at
    ),
    advanced as (
      update settlement_runs r set last_code = coalesce(s.last_code, r.last_code), payouts = r.payouts + s.payouts,
        total_minor = r.total_minor + s.total, waiting = r.waiting + s.owed - s.payouts,
        status = case when s.looked_at < ${step.size} then 'created' else r.status end,
        finished_at = case when s.looked_at < ${step.size} then ${at}::timestamptz end, next_step_at = null
      from step s where r.id = ${step.runId} and r.status = 'creating'
      returning r.id, r.organisation_id, r.status
    ),
    -- Once a run, when it has made all of its payouts.
    told as (
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select 'alt-approval-' || a.id, a.organisation_id, 'payouts.await_approval', a.id,
        format('%s payouts of this settlement wait until somebody approves them', waiting.count), ${at}
      from advanced a
      cross join lateral (
        select (select count(*) from created where approval_reason is not null) + count(*) as count from payouts p
        where p.run_id = a.id and p.status = 'created' and p.approval_reason is not null and p.approved_by is null
      ) waiting
      where a.status = 'created' and waiting.count > 0
      on conflict do nothing
    )
    select greatest(s.looked_at, 1) as looked_at, s.payouts from step s where exists (select from run)`;
}

/** Where the locking statement tells the next one of its transaction which accounts it holds. */
const HELD = "asante.settled_accounts";

/**
 * Locks the run, and those accounts of its next step that are owed enough and have no payout that lives. A statement sees what
 * was committed before it began, so the one that reads balances, and what of them is young, comes after this one.
 */
export function lockStep({ runId, size }: SettlementStep): SQL {
  return sql`
    with run as materialized (select * from settlement_runs where id = ${runId} and status = 'creating' for no key update),
    ${nextAccounts(size)}
    select set_config(${HELD}, coalesce(jsonb_agg(l.code), '[]')::text, true)
    from (
      select array_agg(r.organisation_id) as organisations, array_agg(r.currency::text) as currencies,
        array_agg(a.code) as codes
      from run r cross join looked_at a
      -- Here and below: a look-up by key for each guard, whatever the planner thinks of the tables' sizes.
      cross join lateral (
        select count(*) as payouts from payouts p
        where p.guard_id = a.guard_id and p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')
      ) live
      where a.minor >= a.least and live.payouts = 0
    ) w
    cross join lateral lock_accounts(w.organisations, w.currencies, w.codes) l`;
}

/** The accounts after the last one that was looked at, with what is the least that is paid of each. */
function nextAccounts(size: number): SQL {
  return sql`
    looked_at as materialized (
      select a.*, case g.status when 'left' then 1 else greatest(r.threshold_minor, 1) end as least,
        coalesce(g.status = 'left', false) as is_final
      from run r
      cross join lateral (
        select code, substr(code, strpos(code, ':') + 1) as guard_id, credits_posted - debits_posted as minor, entries_posted
        from ledger_accounts
        where organisation_id = r.organisation_id and currency = r.currency and kind = 'guard_payable' and code > r.last_code
        order by code limit ${size}
      ) a
      left join guards g on g.id = a.guard_id and g.organisation_id = r.organisation_id
    )`;
}

/** The accounts of this step, and those of them that are locked, as they are under the lock. */
function lookAtAccounts({ runId, size, at }: SettlementStep): SQL {
  return sql`
    run as materialized (select * from settlement_runs where id = ${runId} and status = 'creating'),
    ${nextAccounts(size)},
    held as materialized (
      select l.code, l.guard_id, l.minor - young.minor as minor, l.entries_posted, l.least, l.is_final
      from run r
      cross join looked_at l
      join (select value as code from jsonb_array_elements_text(current_setting(${HELD})::jsonb)) locked on locked.code = l.code
      cross join lateral (${youngMoney(at)}) young
    )`;
}

/** What patrons may still take back by themselves; payouts take the oldest first, so leaving it out leaves the newest. */
export function youngMoney(at: Instant): SQL {
  return sql`
    select coalesce(sum(case when m.credit_account = l.code then m.amount_minor else -m.amount_minor end), 0)::bigint as minor
    from tips t
    join ledger_transfers m on m.reference = t.id and m.organisation_id = t.organisation_id and m.currency = r.currency
      and l.code in (m.credit_account, m.debit_account)
    where t.guard_id = l.guard_id and t.organisation_id = r.organisation_id
      and t.paid_at > ${after(at, -PATRON_MAY_CANCEL_MS)}::timestamptz
      -- A checkout does not live for a week: the guard's older tips need not be read.
      and t.created_at > ${after(at, -days(7))}::timestamptz`;
}

function planPayouts(at: Instant): SQL {
  const plan = {
    balance: sql`h.minor`,
    bearer: sql`r.fee_bearer`,
    rail: sql`account.rail`,
    kind: sql`account.kind`,
    isFinal: sql`h.is_final`,
  };
  return sql`
    band as materialized (${feeBands(sql`(select currency from run)`, at)}),
    planned as materialized (
      select r.organisation_id, r.id as run_id, r.currency, r.fee_bearer, r.requested_by, h.guard_id, h.entries_posted,
        account.id as account_id, account.rail, plan.amount, plan.fee,
        case when r.cause = 'manual' then 'manual'
          when past.here = 0 then 'first'
          when plan.amount > ${sql.raw(String(LARGE_TIMES))} * past.usual then 'large'
        end as approval_reason
      from run r
      cross join held h
      cross join lateral (
        select account.id, account.rail, account.kind from payout_accounts account
        where account.guard_id = h.guard_id and account.organisation_id = r.organisation_id and account.currency = r.currency
          and ${isUsable(sql`account`, at)} and not ${hasFailed(sql`account`)}
        limit 1
      ) account
      cross join lateral (${planOf(plan)}) plan
      cross join lateral (
        select avg(last.amount_minor) as usual, count(*) filter (where last.payout_account_id = account.id) as here
        from (
          select q.amount_minor, q.payout_account_id from payouts q where q.guard_id = h.guard_id and q.status = 'paid'
          order by q.created_at desc limit ${sql.raw(String(USUAL_PAYOUTS))}
        ) last
      ) past
      where h.minor >= h.least
    )`;
}
