import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { readBase32 } from "../../../core/ids.ts";
import { minutes } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { RECEIPT_TOKEN_CHARACTERS } from "../apply-intents.ts";
import { type CreateRefundOutcome, createRefund } from "./create-refund.ts";
import { sendRefunds } from "./send-refunds.ts";

const CANCELS_PER_ADDRESS_PER_MINUTE = 20;

/**
 * A patron takes a payment back, whole, within half an hour of paying it. Who has the receipt's link may: it is the only key
 * there is. Sent twice it is asked for once. Throws RATE_LIMITED.
 */
export async function refundOwnTip(ctx: Ctx, receiptToken: string): Promise<CreateRefundOutcome> {
  const key = `cancels:address:${ctx.address}`;
  const limited = await ctx.limits.take([{ key, limit: CANCELS_PER_ADDRESS_PER_MINUTE, windowMs: minutes(1) }]);
  if (!limited.allowed) {
    throw new AppError("RATE_LIMITED", "Many requests came from here. Wait a moment.", [], limited.retryAfterSeconds);
  }
  const token = readBase32(receiptToken);
  if (token?.length !== RECEIPT_TOKEN_CHARACTERS) return { status: "not_found" };
  const [tip] = await query<{ id: string }>(ctx.db, sql`select id from tips where receipt_token = ${token}`);
  if (!tip) return { status: "not_found" };
  const request = { tipId: tip.id, cause: "patron" as const, amountMinor: null, reason: null, requestedBy: null };
  const outcome = await createRefund(ctx, request);
  if (outcome.status === "approved") ctx.afterwards(sendRefunds(ctx));
  return outcome;
}
