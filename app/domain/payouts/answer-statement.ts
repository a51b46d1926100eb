import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { postTransfers } from "../ledger/index.ts";
import { bearers, movements } from "./answer-movements.ts";
import type { Effect } from "./effects.ts";
import { othersPaid } from "./load.ts";

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
 * status which is no longer there moves no money, settles no event, and is not given back. Unless `holds`, none of it happens.
 */
export function answerStatement(effects: readonly EffectRow[], at: Instant, holds: SQL = sql`true`): SQL {
  return sql`
    with ${movePayouts(effects, at, holds)},
    ${bearers()},
    ${movements()},
    ${postTransfers(sql`movement`)},
    alerted as (
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select alert_id, organisation_id, alert, reference,
        case alert when 'payout.answer_disagrees'
            then rail || ' names another amount or currency than was sent: ask it what it did, and write that down on the payout'
            else 'a payout of ' || rail || ': ' || coalesce(told_reason, outcome) end
          || case when extra_minor > 0 then format('. Of %s minor units, %s are taken from what the guard is owed, %s from the reserve, and %s are lost',
            extra_minor, extra_borne, reserve_borne, extra_minor - extra_borne - reserve_borne) else '' end, ${at}
      from borne where alert is not null
      on conflict do nothing
    ),
    settled as (
      update rail_events r set status = m.event_status, note = m.outcome, attempts = r.attempts + 1, next_check_at = null,
        settled_at = ${at}
      from moved m where r.id = m.event_id and r.status in ('received', 'stuck')
    )
    select reference, (select count(*) from posted) as posted from moved`;
}

function movePayouts(effects: readonly EffectRow[], at: Instant, holds: SQL): SQL {
  return sql`
    effect as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(effects)}::jsonb) as e (reference text, payout_id text,
        from_attempt text, from_payout text, from_others_paid int, attempt text, payout text, movement text, fee bigint, doubt boolean,
        alone boolean, outcome text, http_status int, took_ms int, transfer_code text, paid_at timestamptz,
        send_at timestamptz, moves_check boolean, check_at timestamptz, checks int, reason text, cause text, alert text,
        event_id text, event_status text, alert_id text)
      where ${holds}
    ),
    moved as (
      update payouts p set status = coalesce(e.payout, p.status),
        moves = p.moves + case when e.payout <> p.status then 1 else 0 end,
        claimed_until = case when coalesce(e.payout, p.status) = 'sending' then p.claimed_until end,
        next_send_at = case when coalesce(e.payout, p.status) = 'created' then coalesce(e.send_at, p.next_send_at) end,
        reason = coalesce(e.reason, p.reason), sent_alone = p.sent_alone or e.alone,
        paid_at = case when e.payout <> 'paid' or e.payout is null then p.paid_at
          when e.movement = 'returned' then ${whenPaidByAnother()} else e.paid_at end,
        ended_at = case when e.payout in ('paid', 'failed', 'reversed') then ${at}::timestamptz else p.ended_at end
      from effect e join payout_attempts a on a.reference = e.reference
      where p.id = e.payout_id and p.status = e.from_payout and a.status = e.from_attempt
        and ${othersPaid()} = e.from_others_paid
        -- Named twice at once, a fee is booked once: what a guard can bear of it may differ meanwhile.
        and (e.movement <> 'fee' or a.fee_minor is null)
      returning p.id, p.organisation_id, p.guard_id, p.rail, p.currency, p.amount_minor, p.fee_bearer, p.status, p.moves,
        e.from_payout, e.reference, e.attempt, e.movement, e.from_others_paid, coalesce(e.fee, 0) as fee, e.fee as named_fee, e.doubt,
        e.outcome, e.http_status, e.took_ms, e.transfer_code, e.paid_at as moved_at, e.moves_check, e.check_at, e.checks,
        e.reason as told_reason, a.number || ':' || e.cause as cause, a.via, e.alert, e.alert_id, e.event_id, e.event_status
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

/** When the rail paid `p` under another reference than `a`'s. */
function whenPaidByAnother(): SQL {
  return sql`(
    select max(l.event_at) from payout_attempts o join ledger_transfers l on l.reference = p.id and l.group_id = o.reference
    where o.payout_id = p.id and o.reference <> a.reference and o.status = 'succeeded' and l.kind = 'payout_paid'
  )`;
}
