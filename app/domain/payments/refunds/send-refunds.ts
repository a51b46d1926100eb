import { sql } from "drizzle-orm";
import { after, minutes } from "../../../core/time.ts";
import { type Ctx, query, transact } from "../../context.ts";
import { lockTips } from "../tip-statuses.ts";
import { applyRefundMoves } from "./apply-refund-moves.ts";
import { afterCall, SENT_COLUMNS, type SentRow } from "./moving.ts";
import { rejectOvertaken } from "./refund-statement.ts";

/** A Worker has six connections at once. */
const BATCH_SIZE = 5;
/** Longer than the call takes. Who is not back by then is taken for lost, and the rail is looked at before anything else. */
const CLAIMED_FOR_MS = minutes(2);

/**
 * Asks the rail for refunds that are approved and due, a batch a call. Keeps: each is claimed, and the claim committed, before
 * the rail is called; only one that was claimed from `approved` is called for, so one whose answer was lost is looked up
 * first; none while its tip is disputed, seen under the tip's lock: it waits for the dispute's end. Moves: approved → sending
 * → what the rail says, or → rejected where a lost dispute overtook it. Returns how many were due.
 */
export async function sendRefunds(ctx: Ctx): Promise<number> {
  const due = await query<{ id: string; tip_id: string }>(
    ctx.systemDb,
    sql`select id, tip_id from refunds r where next_check_at <= ${ctx.clock.now()} and status = 'approved'
        and not exists (select from disputes d where d.tip_id = r.tip_id and d.status not in ('won', 'lost'))
      order by next_check_at limit ${BATCH_SIZE}`,
  );
  if (due.length === 0) return 0;
  const claimed = await claim(ctx, due);
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

/** Claims those of the due that may still be called for; who else was faster leaves fewer. */
async function claim(ctx: Ctx, due: readonly { id: string; tip_id: string }[]): Promise<SentRow[]> {
  const at = ctx.clock.now();
  const tipIds = due.map(({ tip_id }) => tip_id);
  const until = after(at, CLAIMED_FOR_MS);
  // One that was at the rail, as it seemed, when the dispute was lost: with it more would go back than ever came.
  const overtaken = sql`exists (
    select from payments p where p.tip_id = r.tip_id and p.charged_minor <
      (select coalesce(sum(amount_minor), 0) from disputes where tip_id = r.tip_id and status = 'lost')
      + (select sum(amount_minor) from refunds where tip_id = r.tip_id and status not in ('failed', 'rejected')))`;
  const db = ctx.systemDb;
  const results = await transact({ ...ctx, db }, [
    db.execute(lockTips(tipIds)),
    db.execute(rejectOvertaken(tipIds, overtaken, at)),
    db.execute(sql`
      with r as (
        update refunds r set status = 'sending', claimed_until = ${until}::timestamptz,
          next_check_at = ${until}::timestamptz, calls = calls + 1, last_call_at = ${at}::timestamptz, refusal = null,
          moves = moves + 1
        where id = any(${sql.param(due.map(({ id }) => id))}) and status = 'approved' and next_check_at <= ${at}
          and not exists (select from disputes d where d.tip_id = r.tip_id and d.status not in ('won', 'lost'))
        returning r.*
      ),
      history as (
        insert into refund_history (organisation_id, refund_id, number, status, cause, at)
        select organisation_id, id, moves, status, 'send', ${at} from r
      )
      select ${sql.raw(SENT_COLUMNS)} from r`),
  ]);
  return (results[2]?.rows ?? []) as unknown as SentRow[];
}
