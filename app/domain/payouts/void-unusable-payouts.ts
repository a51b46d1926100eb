import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { isUsable } from "./usable.ts";
import { voidStatement } from "./void-statement.ts";

const BATCH_SIZE = 500;

/**
 * Cancels payouts that wait to be sent to an account which was replaced, or of which a change was asked for, since they were
 * made: the money is owed again, and goes to the account that is in use at the next settlement. Returns how many.
 */
export async function voidUnusablePayouts(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const which = sql`p.id in (
    select w.id from payouts w join payout_accounts account on account.id = w.payout_account_id
    where w.status = 'created' and not ${isUsable(sql`account`, at)} limit ${BATCH_SIZE}
  )`;
  const voided = await query(
    ctx.db,
    voidStatement(which, { reason: "account_changed", cause: "account_changed" }, ctx),
  );
  return voided.length;
}
