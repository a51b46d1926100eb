import { type SQL, sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import type { Ctx } from "../context.ts";
import { accounts, postTransfers } from "../ledger/index.ts";

/**
 * Cancels payouts that wait to be sent, of which the rail has nothing, and gives their money back to what the guards are owed.
 * `which` chooses them among `p` of payouts. Gives their ids.
 */
export function voidStatement(which: SQL, { reason, cause }: { reason: string; cause: string }, ctx: Ctx): SQL {
  const at = ctx.clock.now();
  const entry = {
    organisationId: sql`changed.organisation_id`,
    action: "payout.cancelled",
    subject: sql`changed.id`,
    after: sql`jsonb_build_object('amountMinor', changed.amount_minor::text, 'reason', ${reason}::text)`,
  };
  return sql`
    with chosen as materialized (
      select p.id from payouts p
      where p.status = 'created' and ${which}
        and not exists (select from payout_attempts s where s.payout_id = p.id and s.status = 'succeeded')
      order by p.id for no key update
    ),
    changed as (
      update payouts p set status = 'cancelled', moves = p.moves + 1, reason = ${reason}, next_send_at = null, ended_at = ${at}
      from chosen c where p.id = c.id and p.status = 'created'
      returning p.id, p.organisation_id, p.guard_id, p.currency, p.amount_minor, p.moves
    ),
    history as (
      insert into payout_history (organisation_id, payout_id, number, status, cause, at)
      select organisation_id, id, moves, 'cancelled', ${cause}, ${at} from changed
    ),
    movement as (
      select id || ':return' as id, id as group_id, organisation_id, currency, ${accounts.payoutInTransit} as debit,
        ${accounts.guardPayable(sql`guard_id`)} as credit, amount_minor as amount, 'payout_returned' as kind, id as reference,
        null::text as corrects, ${at}::timestamptz as event_at
      from changed
    ),
    ${postTransfers(sql`movement`)},
    audited as (${auditInsert(entry, ctx, sql`changed`)})
    select id, (select count(*) from posted) as posted from changed`;
}
