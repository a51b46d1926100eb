import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../../core/time.ts";
import { accounts, postTransfers } from "../../ledger/index.ts";
import { rejectOvertaken } from "../refunds/refund-statement.ts";
import type { DisputeStatus } from "./rules.ts";

/** What is written of one dispute. Amounts are strings of minor units. */
export interface DisputeWrite {
  id: string;
  tipId: string;
  rail: string;
  environment: string;
  railDisputeId: string;
  amount: string;
  status: DisputeStatus;
  resolution: string | null;
  category: string | null;
  dueAt: Instant | null;
  /** How often it had moved when this was decided; null for a new one. */
  moves: number | null;
  changes: boolean;
  isReminder: boolean;
  nextCheckAt: Instant | null;
  cause: string;
  alertId: string;
  itemId: string;
  at: Instant;
}

/**
 * Locks the dispute and, for a loss, every account that it or a refund that it overtakes moves: all at once, in the order in
 * which postings lock them, since a tip's posting takes the rail's account before the reserve. Follows the tip's lock.
 */
export function lockDispute({ id, tipId, rail, status }: DisputeWrite): SQL {
  return sql`
    with dispute as (select id from disputes where id = ${id} for no key update)
    select (select count(*) from dispute), count(*) from tips t
    cross join lateral lock_accounts(array_fill(t.organisation_id, array[6]), array_fill(t.currency::text, array[6]),
      array[${accounts.guardPayable(sql`t.guard_id`)}, ${accounts.railClearing(sql`${rail}::text`)}, ${accounts.railFees},
        ${accounts.refundInTransit}, ${accounts.refundLosses}, ${accounts.refundReserve}])
    where t.id = ${tipId} and ${status} = 'lost'`;
}

/** Rejects what a loss overtakes, before the loss is booked: a reserve that was promised to it then pays the loss. */
export function rejectForLoss({ id, tipId, rail, environment, railDisputeId, moves, status, at }: DisputeWrite): SQL {
  const isStillSo =
    moves === null
      ? sql`not exists (select from disputes where (rail, environment, rail_dispute_id) = (${rail}, ${environment}, ${railDisputeId}))`
      : sql`exists (select from disputes where id = ${id} and moves = ${moves} and status not in ('won', 'lost'))`;
  return rejectOvertaken([tipId], sql`${status} = 'lost' and ${isStillSo}`, at);
}

/**
 * Enters a new dispute, or moves the one we know if nobody else has meanwhile. Won: nothing moves. Lost: the reserve pays and,
 * beyond it, the organisation; never the guard, who may have been paid long ago (money.md §1). Gives its id, or no row.
 */
export function disputeStatement(write: DisputeWrite): SQL {
  const { at, moves } = write;
  return sql`
    with reserve as (
      select greatest(coalesce((
        select a.credits_posted - a.debits_posted from ledger_accounts a join tips t on t.id = ${write.tipId}
          and a.organisation_id = t.organisation_id and a.currency = t.currency and a.code = ${accounts.refundReserve}
      ), 0), 0)::bigint as minor
    ),
    parts as (
      select case when ${write.status} = 'lost' then least(${write.amount}::bigint, minor) else 0 end as reserve,
        case when ${write.status} = 'lost' then ${write.amount}::bigint - least(${write.amount}::bigint, minor) else 0 end as loss
      from reserve
    ),
    changed as (${moves === null ? insertNew(write) : updateKnown({ ...write, moves })}),
    history as (
      insert into dispute_history (organisation_id, dispute_id, number, status, cause, at)
      select organisation_id, id, moves, status, ${write.cause}, ${at} from changed where ${write.changes}::boolean
    ),
    movement as (
      select c.id || ':' || leg.kind as id, c.id as group_id, c.organisation_id, c.currency, leg.debit,
        ${accounts.railClearing(sql`c.rail`)} as credit, leg.amount, leg.kind, c.tip_id as reference, null as corrects,
        ${at}::timestamptz as event_at
      from changed c cross join lateral (values
        ('dispute_reserve', ${accounts.refundReserve}, c.reserve_minor),
        ('dispute_loss', ${accounts.refundLosses}, c.loss_minor)
      ) as leg (kind, debit, amount)
      where leg.amount > 0 and c.status = 'lost' and ${write.changes}::boolean
    ),
    ${postTransfers(sql`movement`)},
    alerted as (
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select ${write.alertId}, organisation_id, 'dispute.open', id,
        'a bank asks for a payment back; without an answer it is given', ${at}
      from changed where status = 'open' on conflict do nothing
    ),
    calmed as (
      update alerts a set resolved_at = ${at} from changed c
      where a.kind in ('dispute.open', 'dispute.due_soon') and a.subject = c.id and c.status <> 'open' and a.resolved_at is null
    )
    select id, (select count(*) from posted) as posted from changed`;
}

function insertNew(write: DisputeWrite): SQL {
  const { at } = write;
  return sql`
    insert into disputes (id, organisation_id, tip_id, rail, environment, rail_dispute_id, currency, amount_minor,
      reserve_minor, loss_minor, category, status, resolution, due_at, next_check_at, opened_at, created_at, ended_at)
    select ${write.id}, t.organisation_id, t.id, ${write.rail}, ${write.environment}, ${write.railDisputeId}, t.currency,
      ${write.amount}::bigint, parts.reserve, parts.loss, ${write.category}, ${write.status}, ${write.resolution},
      ${write.dueAt}::timestamptz, ${write.nextCheckAt}::timestamptz, ${at}::timestamptz, ${at}::timestamptz,
      ${endOf(write)}::timestamptz
    from tips t cross join parts where t.id = ${write.tipId}
    on conflict on constraint disputes_rail_dispute_once do nothing returning *`;
}

function updateKnown(write: DisputeWrite & { moves: number }): SQL {
  return sql`
    update disputes d set status = ${write.status}, moves = d.moves + ${write.changes}::boolean::int,
      amount_minor = ${write.amount}::bigint, reserve_minor = parts.reserve, loss_minor = parts.loss,
      category = coalesce(${write.category}, d.category), resolution = coalesce(${write.resolution}, d.resolution),
      due_at = coalesce(${write.dueAt}::timestamptz, d.due_at), reminders = d.reminders + ${write.isReminder}::boolean::int,
      next_check_at = ${write.nextCheckAt}::timestamptz, checks = d.checks + 1, ended_at = ${endOf(write)}::timestamptz
    from parts where d.id = ${write.id} and d.moves = ${write.moves} and d.status not in ('won', 'lost')
    returning d.*`;
}

function endOf({ status, at }: DisputeWrite): Instant | null {
  return status === "won" || status === "lost" ? at : null;
}

/** Should more have gone back than ever came: an item with an owner and a clock, once a dispute. Under the tip's lock. */
export function recordOverRefund(write: DisputeWrite, dueAt: Instant): SQL {
  return sql`
    insert into reconciliation_items (id, organisation_id, rail, reason, reference, rail_transaction_id, currency,
      amount_minor, expected_minor, is_held, opened_at, due_at)
    select ${write.itemId}, t.organisation_id, p.rail, 'over_refund', t.id, ${write.railDisputeId}, t.currency,
      b.given_back - p.charged_minor, p.charged_minor, false, ${write.at}::timestamptz, ${dueAt}::timestamptz
    from tips t join payments p on p.tip_id = t.id
    cross join lateral (
      select coalesce((select sum(amount_minor) from refunds where tip_id = t.id and status not in ('failed', 'rejected')), 0)
        + coalesce((select sum(amount_minor) from disputes where tip_id = t.id and status = 'lost'), 0) as given_back
    ) b
    where t.id = ${write.tipId} and b.given_back > p.charged_minor
      and exists (select from disputes where id = ${write.id} and status = 'lost' and ended_at = ${write.at}::timestamptz)
      and not exists (
        select from reconciliation_items
        where (reason, reference, rail_transaction_id) = ('over_refund', t.id, ${write.railDisputeId}))`;
}
