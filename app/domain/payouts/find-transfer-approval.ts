import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import type { Rail, TransferQuestion } from "../ports.ts";
import { LIVE } from "./rules.ts";

/**
 * Whether a transfer that a rail asks about is ours to let go on: its reference is the newest of a live payout that was sent,
 * amount, currency and recipient are those that we asked for, no other reference of it was paid, and nobody has stopped payouts.
 * Anything else is a no.
 */
export async function findTransferApproval(ctx: Ctx, rail: Rail, question: TransferQuestion): Promise<boolean> {
  const { reference, amountMinor, currency, recipientCode } = question;
  const [row] = await query(
    ctx.db,
    sql`select from payout_attempts a
      join payouts p on p.id = a.payout_id and p.attempts = a.number
      join payout_accounts account on account.id = p.payout_account_id
      where a.reference = ${reference} and p.rail = ${rail.name} and p.status = any(${sql.param(LIVE)}::text[])
        and a.status in ('sending', 'unknown', 'submitted')
        and p.amount_minor = ${String(amountMinor)}::bigint and account.recipient_code = ${recipientCode}
        and coalesce(p.currency = ${currency}, true)
        and not exists (select from payout_attempts s where s.payout_id = p.id and s.status = 'succeeded')
        and not exists (
          select from payout_controls c
          where c.organisation_id in (p.organisation_id, 'org-platform') and c.currency = p.currency and c.is_stopped
        )`,
  );
  return row !== undefined;
}
