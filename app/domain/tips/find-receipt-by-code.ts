import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { readBase32 } from "../../core/ids.ts";
import { type Instant, minutes, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { RECEIPT_CODE_CHARACTERS } from "../payments/index.ts";

/** The state of a tip and nothing else: a code is short enough to be guessed. */
export type ReceiptStatus = { status: "paid_and_credited"; paidAt: Instant; timeZone: string } | { status: "not_paid" };

/** Looks a receipt up by the code printed on it; null when no tip has it. Refuses: RATE_LIMITED. */
export async function findReceiptByCode(ctx: Ctx, text: string): Promise<ReceiptStatus | null> {
  const limit = ctx.settings.lookupsPerAddressPerMinute;
  const limited = await ctx.limits.take([{ key: `receipts:address:${ctx.address}`, limit, windowMs: minutes(1) }]);
  if (!limited.allowed) {
    throw new AppError(
      "RATE_LIMITED",
      "Too many codes were tried from here. Wait a moment.",
      [],
      limited.retryAfterSeconds,
    );
  }
  const code = readBase32(text.replaceAll(/\s/g, ""));
  if (code?.length !== RECEIPT_CODE_CHARACTERS) return null;
  const [row] = await query<{ paid_at: string | null; time_zone: string }>(
    ctx.db,
    sql`select case when t.credited_at is not null then t.paid_at end as paid_at, o.time_zone
      from tips t join organisations o on o.id = t.organisation_id where t.receipt_code = ${code}`,
  );
  if (!row) return null;
  const paidAt = parseInstant(row.paid_at);
  return paidAt ? { status: "paid_and_credited", paidAt, timeZone: row.time_zone } : { status: "not_paid" };
}
