import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../../core/time.ts";
import { accounts, postTransfers } from "../../ledger/index.ts";
import type { RefundCause, RefundParts, RefundStatus } from "./rules.ts";
import { standingOf } from "./standing.ts";

/** A refund that was decided on. */
export interface NewRefund {
  id: string;
  tipId: string;
  amountMinor: bigint;
  parts: RefundParts;
  cause: RefundCause;
  reason: string | null;
  requestedBy: string | null;
  needsApproval: boolean;
}

/** What each giver gave, and the transfer's kind: the same list both ways. */
const LEGS = sql`(values
  ('refund_guard', ${accounts.guardPayable(sql`r.guard_id`)}, r.guard_minor),
  ('refund_rail_fee', ${accounts.railFees}, r.rail_fee_minor),
  ('refund_reserve', ${accounts.refundReserve}, r.reserve_minor),
  ('refund_loss', ${accounts.refundLosses}, r.loss_minor)
) as leg (kind, giver, amount)`;

/**
 * Enters a refund and reserves its money, if all that was decided by still holds: the tip has that much left, the guard's
 * and the reserve's parts are there, nothing is disputed. Under the locks of the tip and its accounts. Gives its id, or no row.
 */
export function createStatement(refund: NewRefund, audited: SQL, at: Instant): SQL {
  const { guardMinor, railFeeMinor, reserveMinor, lossMinor } = refund.parts;
  const minor = (value: bigint) => sql`${String(value)}::bigint`;
  return sql`
    with standing as (${standingOf(sql`${refund.tipId}`)}),
    changed as (
      insert into refunds (id, organisation_id, tip_id, rail, currency, amount_minor, guard_minor, rail_fee_minor,
        reserve_minor, loss_minor, cause, reason, status, needs_approval, requested_by, next_check_at, created_at)
      select ${refund.id}, organisation_id, tip_id, rail, currency, ${minor(refund.amountMinor)}, ${minor(guardMinor)},
        ${minor(railFeeMinor)}, ${minor(reserveMinor)}, ${minor(lossMinor)}, ${refund.cause}, ${refund.reason},
        ${refund.needsApproval ? "requested" : "approved"}, ${refund.needsApproval}::boolean, ${refund.requestedBy},
        ${refund.needsApproval ? null : at}::timestamptz, ${at}::timestamptz
      from standing
      where status in ('succeeded', 'partially_refunded') and not is_disputed
        and charged::bigint - given_back::bigint >= ${minor(refund.amountMinor)}
        and (${refund.cause} <> 'patron' or given_back::bigint = 0)
        and greatest(0, least(left_by_tip::bigint, payable::bigint - later::bigint)) >= ${minor(guardMinor)}
        and reserve::bigint >= ${minor(reserveMinor)}
      on conflict on constraint refunds_pkey do nothing
      returning *
    ),
    history as (
      insert into refund_history (organisation_id, refund_id, number, status, cause, at)
      select organisation_id, id, moves, status, cause, ${at} from changed
    ),
    audited as (${audited}),
    movement as (
      select r.id || ':' || leg.kind as id, r.id as group_id, r.organisation_id, r.currency, leg.giver as debit,
        ${accounts.refundInTransit} as credit, leg.amount, leg.kind, r.tip_id as reference, null as corrects,
        ${at}::timestamptz as event_at
      from (select c.*, s.guard_id from changed c join standing s on s.tip_id = c.tip_id) r
      cross join lateral ${LEGS}
      where leg.amount > 0
    ),
    ${postTransfers(sql`movement`)}
    select id, (select count(*) from posted) as posted from changed`;
}

/** One step of a refund, as a row for jsonb_to_recordset. `moves` is what it had when this was decided. */
export interface RefundMove {
  refund_id: string;
  tip_id: string;
  moves: number;
  status: RefundStatus;
  changes: boolean;
  cause: string;
  rail_refund_id: string | null;
  calls: number;
  refusal: string | null;
  failure: string | null;
  next_check_at: Instant | null;
  checks: number;
  alert_id: string;
  /** The kind of an alert, for a person of the organisation; null for none. */
  alert: string | null;
}

/**
 * Moves refunds on. Each move counts only if nobody else moved that refund meanwhile. Processed: the promised money leaves
 * for the rail. Failed or rejected: each giver gets its own back, by a transfer that names what it corrects; an item that says
 * that too much went back is closed where that is no longer so.
 */
export function moveStatement(moves: readonly RefundMove[], at: Instant): SQL {
  return moveEach(
    sql`select * from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m (refund_id text, moves int, status text,
      changes boolean, cause text, rail_refund_id text, calls int, refusal text, failure text, next_check_at timestamptz,
      checks int, alert_id text, alert text)`,
    at,
  );
}

/**
 * Rejects the refunds of these tips that a lost dispute overtook, `where` one did: the bank has given the patron the money.
 * Only those that are surely not at the rail; each giver gets its own back. Follows the locks of the tips.
 */
export function rejectOvertaken(tipIds: readonly string[], where: SQL, at: Instant): SQL {
  return moveEach(
    sql`select id as refund_id, moves, 'rejected' as status, true as changes, 'dispute lost' as cause,
        null::text as rail_refund_id, calls, null::text as refusal,
        'the bank gave the payment back through a dispute' as failure, null::timestamptz as next_check_at, checks,
        null::text as alert_id, null::text as alert
      from refunds r where tip_id = any(${sql.param([...tipIds])}) and status in ('requested', 'approved') and ${where}`,
    at,
  );
}

function moveEach(move: SQL, at: Instant): SQL {
  return sql`
    with move as (${move}),
    moved as (
      update refunds r set status = m.status, moves = r.moves + m.changes::int,
        rail_refund_id = coalesce(m.rail_refund_id, r.rail_refund_id), calls = m.calls, refusal = m.refusal,
        failure = m.failure, claimed_until = null, next_check_at = m.next_check_at, checks = m.checks,
        ended_at = case when m.status in ('processed', 'failed', 'rejected') then ${at}::timestamptz end
      from move m
      where r.id = m.refund_id and r.moves = m.moves and r.status not in ('processed', 'failed', 'rejected')
      returning r.*, m.cause as moved_by, m.changes, m.alert_id, m.alert
    ),
    history as (
      insert into refund_history (organisation_id, refund_id, number, status, cause, at)
      select organisation_id, id, moves, status, moved_by, ${at} from moved where changes
    ),
    calmed as (
      -- What was feared when a dispute was lost did not happen: this refund gave nothing.
      update reconciliation_items i set resolved_at = ${at}
      from moved m join payments p on p.tip_id = m.tip_id
      where m.status = 'failed' and i.reason = 'over_refund' and i.reference = m.tip_id and i.resolved_at is null
        and p.charged_minor >= (
          select coalesce(sum(amount_minor), 0) from refunds
          where tip_id = m.tip_id and id <> m.id and status not in ('failed', 'rejected')
        ) + (select coalesce(sum(amount_minor), 0) from disputes where tip_id = m.tip_id and status = 'lost')
    ),
    alerted as (
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select alert_id, organisation_id, alert, id, coalesce(failure, refusal, moved_by), ${at} from moved
      where alert is not null on conflict do nothing
    ),
    movement as (
      select id || ':refund_paid' as id, id as group_id, organisation_id, currency, ${accounts.refundInTransit} as debit,
        ${accounts.railClearing(sql`rail`)} as credit, amount_minor as amount, 'refund_paid' as kind, tip_id as reference,
        null as corrects, ${at}::timestamptz as event_at
      from moved where status = 'processed'
      union all
      select r.id || ':' || leg.kind || ':returned', r.id, r.organisation_id, r.currency, ${accounts.refundInTransit},
        leg.giver, leg.amount, leg.kind || '_returned', r.tip_id, r.id || ':' || leg.kind, ${at}::timestamptz
      from (select m.*, t.guard_id from moved m join tips t on t.id = m.tip_id where m.status in ('failed', 'rejected')) r
      cross join lateral ${LEGS}
      where leg.amount > 0
    ),
    ${postTransfers(sql`movement`)}
    select id, (select count(*) from posted) as posted from moved`;
}
