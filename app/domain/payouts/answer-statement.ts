import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { accounts, postTransfers } from "../ledger/index.ts";
import type { Effect } from "./effects.ts";

/** An effect with the ids that its rows may need. */
export type EffectRow = Effect & { alert_id: string };

/** Locks the payouts behind references, in one order; what follows in the same transaction sees them as they are then. */
export function lockPayouts(references: readonly string[]): SQL {
  return sql`select from payouts
    where id in (select payout_id from payout_attempts where reference = any(${sql.param(references)}::text[]))
    order by id for no key update`;
}

/**
 * The one statement that writes answers: the guarded move feeds everything after it, so an answer that was judged on a
 * status which is no longer there moves no money, settles no event, and is not given back.
 */
export function answerStatement(effects: readonly EffectRow[], at: Instant): SQL {
  return sql`
    with ${movePayouts(effects, at)},
    ${lockPayables()},
    ${moveMoney()},
    ${postTransfers(sql`movement`)},
    alerted as (
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select alert_id, organisation_id, alert, reference, 'a payout of ' || rail || ': ' || coalesce(told_reason, outcome), ${at}
      from moved where alert is not null
      on conflict do nothing
    ),
    settled as (
      update rail_events r set status = m.event_status, note = m.outcome, attempts = r.attempts + 1, next_check_at = null,
        settled_at = ${at}
      from moved m where r.id = m.event_id and r.status in ('received', 'stuck')
    )
    select reference, (select count(*) from posted) as posted from moved`;
}

function movePayouts(effects: readonly EffectRow[], at: Instant): SQL {
  return sql`
    effect as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(effects)}::jsonb) as e (reference text, payout_id text,
        from_attempt text, from_payout text, attempt text, payout text, movement text, fee bigint, doubt boolean,
        alone boolean, outcome text, http_status int, took_ms int, transfer_code text, paid_at timestamptz,
        send_at timestamptz, moves_check boolean, check_at timestamptz, checks int, reason text, cause text, alert text,
        event_id text, event_status text, alert_id text)
    ),
    moved as (
      update payouts p set status = coalesce(e.payout, p.status),
        moves = p.moves + case when e.payout <> p.status then 1 else 0 end,
        claimed_until = case when coalesce(e.payout, p.status) = 'sending' then p.claimed_until end,
        next_send_at = case when coalesce(e.payout, p.status) = 'created' then coalesce(e.send_at, p.next_send_at) end,
        reason = coalesce(e.reason, p.reason), sent_alone = p.sent_alone or e.alone,
        paid_at = case when e.payout = 'paid' then e.paid_at else p.paid_at end,
        ended_at = case when e.payout in ('paid', 'failed', 'reversed') then ${at}::timestamptz else p.ended_at end
      from effect e join payout_attempts a on a.reference = e.reference
      where p.id = e.payout_id and p.status = e.from_payout and a.status = e.from_attempt
      returning p.id, p.organisation_id, p.guard_id, p.rail, p.currency, p.amount_minor, p.fee_bearer, p.status, p.moves,
        e.from_payout, e.reference, e.attempt, e.movement, coalesce(e.fee, 0) as fee, e.fee as named_fee, e.doubt,
        e.outcome, e.http_status, e.took_ms, e.transfer_code, e.paid_at as moved_at, e.moves_check, e.check_at, e.checks,
        e.reason as told_reason, a.number || ':' || e.cause as cause, e.alert, e.alert_id, e.event_id, e.event_status
    ),
    attempted as (
      update payout_attempts a set status = coalesce(m.attempt, a.status), in_doubt = a.in_doubt or m.doubt,
        outcome = m.outcome, http_status = coalesce(m.http_status, a.http_status), took_ms = coalesce(m.took_ms, a.took_ms),
        transfer_code = coalesce(m.transfer_code, a.transfer_code), fee_minor = coalesce(a.fee_minor, m.named_fee),
        answered_at = ${at}, next_check_at = case when m.moves_check then m.check_at else a.next_check_at end,
        checks = case when m.moves_check then m.checks else a.checks end
      from moved m where a.reference = m.reference
    ),
    history as (
      insert into payout_history (organisation_id, payout_id, number, status, cause, at)
      select organisation_id, id, moves, status, cause, ${at} from moved where status <> from_payout
    )`;
}

/** What a guard can bear is read under the lock of the guard's account: a fee never brings a guard into debt. */
function lockPayables(): SQL {
  return sql`
    bearing as materialized (
      select * from moved where movement = 'extra' or (movement in ('paid', 'fee') and fee > 0 and fee_bearer = 'guard')
    ),
    held as materialized (
      select l.organisation_id, l.currency, l.code, l.credits_posted - l.debits_posted as minor
      from (
        select array_agg(organisation_id) as organisations, array_agg(currency::text) as currencies,
          array_agg(${accounts.guardPayable(sql`guard_id`)}) as codes
        from bearing
      ) w
      cross join lateral lock_accounts(w.organisations, w.currencies, w.codes) l
    ),
    borne as (
      select m.*, coalesce(h.minor, 0) as payable,
        case m.movement when 'extra' then least(m.amount_minor, coalesce(h.minor, 0)) else 0 end as extra_borne
      from moved m
      left join held h on (h.organisation_id, h.currency, h.code) = (m.organisation_id, m.currency, ${accounts.guardPayable(sql`m.guard_id`)})
    )`;
}

/** The postings of money.md §1, payouts. What is taken back mirrors, and names, what it corrects. */
function moveMoney(): SQL {
  const clearing = accounts.railClearing(sql`b.rail`);
  const guard = accounts.guardPayable(sql`b.guard_id`);
  const feeBorne = sql`case b.fee_bearer when 'guard' then least(b.fee, b.payable - b.extra_borne) else 0 end`;
  return sql`
    leg as (
      select b.id as payout_id, b.reference, b.organisation_id, b.currency, l.name, l.debit, l.credit, l.amount, l.kind,
        b.moved_at
      from borne b
      cross join lateral (values
        ('paid', ${accounts.payoutInTransit}, ${clearing}, case b.movement when 'paid' then b.amount_minor end, 'payout_paid'),
        ('paid', ${guard}, ${clearing}, case b.movement when 'extra' then b.extra_borne end, 'payout_paid'),
        ('paid_rest', ${accounts.refundReserve}, ${clearing},
          case b.movement when 'extra' then b.amount_minor - b.extra_borne end, 'payout_paid'),
        ('fee', ${guard}, ${clearing}, case when b.movement in ('paid', 'extra', 'fee') then ${feeBorne} end, 'payout_fee'),
        ('fee_rest', ${accounts.railFees}, ${clearing},
          case when b.movement in ('paid', 'extra', 'fee') then b.fee - ${feeBorne} end, 'payout_fee')
      ) as l (name, debit, credit, amount, kind)
      where l.amount > 0
    ),
    taken_back as (
      select l.*, b.id as payout_id, b.guard_id, b.moved_at
      from borne b
      join ledger_transfers l on l.reference = b.id and l.group_id = b.reference and l.kind in ('payout_paid', 'payout_fee')
      where b.movement = 'reversed'
    ),
    movement as (
      select reference || ':' || name as id, reference as group_id, organisation_id, currency, debit, credit, amount, kind,
        payout_id as reference, null::text as corrects, moved_at as event_at
      from leg
      union all
      select id || ':back', group_id, organisation_id, currency, credit_account, debit_account, amount_minor, kind || '_back',
        payout_id, id, moved_at
      from taken_back
      union all
      select id || ':return', id, organisation_id, currency, ${accounts.payoutInTransit}, ${guard}, amount_minor,
        'payout_returned', id, null, moved_at
      from borne b where movement = 'returned'
      union all
      select payout_id || ':return', payout_id, organisation_id, currency, ${accounts.payoutInTransit},
        ${accounts.guardPayable(sql`guard_id`)}, amount_minor, 'payout_returned', payout_id, null, moved_at
      from taken_back where debit_account = ${accounts.payoutInTransit}
    )`;
}
