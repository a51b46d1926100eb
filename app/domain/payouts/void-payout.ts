import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { voidStatement } from "./void-statement.ts";

const REASON_MAX_CHARACTERS = 200;

/**
 * Cancels a payout before it is sent, or between two attempts; its money is owed to the guard again, and the next settlement
 * looks at it. Moves: created → cancelled. One that is at the rail is an answer: nobody can tell yet what becomes of it.
 * Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT, NOT_FOUND.
 */
export async function voidPayout(
  ctx: Ctx,
  { payoutId, reason }: { payoutId: string; reason: string },
): Promise<{ status: "cancelled" | "too_late" }> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  const said = reason.trim();
  if (said === "" || said.length > REASON_MAX_CHARACTERS || /[\0\p{Surrogate}]/u.test(said)) {
    const message = `Say why, in at most ${REASON_MAX_CHARACTERS} characters.`;
    throw new AppError("INVALID_INPUT", message, [{ field: "reason", message }]);
  }
  const [known] = await query(
    ctx.db,
    sql`select from payouts where id = ${payoutId} and organisation_id = ${organisationId}`,
  );
  if (!known) throw new AppError("NOT_FOUND", "There is no such payout.");
  const which = sql`p.id = ${payoutId} and p.organisation_id = ${organisationId}`;
  const cancelled = await query(ctx.systemDb, voidStatement(which, { reason: said, cause: "staff" }, ctx));
  return { status: cancelled.length > 0 ? "cancelled" : "too_late" };
}
