import { sql } from "drizzle-orm";
import { after, minutes } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { applyRefundMoves } from "./apply-refund-moves.ts";
import { afterCall, SENT_COLUMNS, type SentRow } from "./moving.ts";

/** A Worker has six connections at once. */
const BATCH_SIZE = 5;
/** Longer than the call takes. Who is not back by then is taken for lost, and the rail is looked at before anything else. */
const CLAIMED_FOR_MS = minutes(2);

/**
 * Asks the rail for refunds that are approved and due, a batch a call. Keeps: each is claimed, and the claim committed, before
 * the rail is called; only one that was claimed from `approved` is called for, so one whose answer was lost is looked up
 * first. Moves: approved → sending → what the rail says. Returns how many were due.
 */
export async function sendRefunds(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const claimed = await query<SentRow>(
    ctx.systemDb,
    sql`with due as (
        select id from refunds where next_check_at <= ${at} and status = 'approved'
        order by next_check_at limit ${BATCH_SIZE} for no key update skip locked
      ),
      r as (
        update refunds r set status = 'sending', claimed_until = ${after(at, CLAIMED_FOR_MS)}::timestamptz,
          next_check_at = ${after(at, CLAIMED_FOR_MS)}::timestamptz, calls = calls + 1, last_call_at = ${at}::timestamptz,
          refusal = null, moves = moves + 1
        from due where r.id = due.id
        returning r.*
      ),
      history as (
        insert into refund_history (organisation_id, refund_id, number, status, cause, at)
        select organisation_id, id, moves, status, 'send', ${at} from r
      )
      select ${sql.raw(SENT_COLUMNS)} from r`,
  );
  const outcomes = await Promise.all(
    claimed.map((row) =>
      ctx.rails[row.rail].startRefund({
        id: row.id,
        reference: row.tip_id,
        amountMinor: BigInt(row.amount_minor),
        currency: row.currency,
        words: "Your tip is on its way back to you.",
      }),
    ),
  );
  const writing = { at: ctx.clock.now(), randomness: ctx.randomness };
  const moves = claimed.flatMap((row, i) => {
    const outcome = outcomes[i];
    return outcome ? [afterCall(row, outcome, writing)] : [];
  });
  await applyRefundMoves(ctx, moves);
  return claimed.length;
}
