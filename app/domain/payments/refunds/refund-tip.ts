import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { isTipId } from "../../../core/ids.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import type { RefundTip } from "../input.ts";
import { type CreateRefundOutcome, createRefund } from "./create-refund.ts";
import { sendRefunds } from "./send-refunds.ts";

/**
 * Gives a patron their money back, all that is left or a part, with a reason. More than the organisation's limit waits for a
 * checker. The same form sent twice is one refund. Throws FORBIDDEN, STEP_UP_REQUIRED, and NOT_FOUND for a tip of nobody's or of another organisation.
 */
export async function refundTip(
  ctx: Ctx,
  input: RefundTip,
): Promise<Exclude<CreateRefundOutcome, { status: "not_found" }>> {
  const { organisationId, userId } = requireStaff(ctx.actor, "refunds.write", ctx.clock.now());
  const notFound = new AppError("NOT_FOUND", "There is no such tip.");
  if (!isTipId(input.tipId)) throw notFound;
  const [own] = await query(
    ctx.db,
    sql`select id from tips where id = ${input.tipId} and organisation_id = ${organisationId}`,
  );
  if (!own) throw notFound;
  const outcome = await createRefund(ctx, { ...input, requestedBy: userId });
  if (outcome.status === "not_found") throw notFound;
  if (outcome.status === "approved") ctx.afterwards(sendRefunds(ctx));
  return outcome;
}
