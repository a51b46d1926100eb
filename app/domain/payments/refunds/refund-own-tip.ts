import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { readBase32 } from "../../../core/ids.ts";
import { minutes } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { RECEIPT_TOKEN_CHARACTERS } from "../apply-intents.ts";
import { type CreateRefundOutcome, createRefund } from "./create-refund.ts";
import { isPatronOf } from "./patron-key.ts";
import { sendRefunds } from "./send-refunds.ts";

const CANCELS_PER_ADDRESS_PER_MINUTE = 20;

/** Another browser than the one that started the tip: nothing happened. */
export type RefundOwnOutcome = CreateRefundOutcome | { status: "not_own" };

/**
 * A patron takes a payment back, whole, within half an hour of paying it. Keeps: only the browser that started the tip may,
 * by the key it was given then; the tip's id and the receipt's link are known to others too. Sent twice it is asked for
 * once. Throws RATE_LIMITED.
 */
export async function refundOwnTip(
  ctx: Ctx,
  { receiptToken, keys }: { receiptToken: string; keys: readonly string[] },
): Promise<RefundOwnOutcome> {
  const key = `cancels:address:${ctx.address}`;
  const limited = await ctx.limits.take([{ key, limit: CANCELS_PER_ADDRESS_PER_MINUTE, windowMs: minutes(1) }]);
  if (!limited.allowed) {
    throw new AppError("RATE_LIMITED", "Many requests came from here. Wait a moment.", [], limited.retryAfterSeconds);
  }
  const token = readBase32(receiptToken);
  if (token?.length !== RECEIPT_TOKEN_CHARACTERS) return { status: "not_found" };
  const [tip] = await query<{ id: string }>(ctx.db, sql`select id from tips where receipt_token = ${token}`);
  if (!tip) return { status: "not_found" };
  if (!(await isPatronOf(tip.id, keys, ctx.settings.qrSigningKeys))) return { status: "not_own" };
  const request = { tipId: tip.id, cause: "patron" as const, amountMinor: null, reason: null, requestedBy: null };
  const outcome = await createRefund(ctx, request);
  if (outcome.status === "approved") ctx.afterwards(sendRefunds(ctx));
  return outcome;
}
