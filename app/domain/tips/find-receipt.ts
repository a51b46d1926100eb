import { sql } from "drizzle-orm";
import type { Currency } from "../../core/currency.ts";
import { readBase32 } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { RECEIPT_TOKEN_CHARACTERS, type TipStatus } from "../payments/index.ts";

/** Proof of arrival so far. Nothing in it names a person. */
export interface Receipt {
  code: string;
  status: TipStatus;
  amount: Money;
  charge: Money;
  organisationName: string;
  siteName: string;
  timeZone: string;
  paidAt: Instant;
  creditedAt: Instant;
}

interface ReceiptRow {
  receipt_code: string;
  status: TipStatus;
  currency: Currency;
  amount_minor: string;
  charge_minor: string;
  organisation: string;
  site: string;
  time_zone: string;
  paid_at: string;
  credited_at: string;
}

/** Finds a receipt by its permanent, unguessable link; null when there is none or the tip has not been credited. */
export async function findReceipt(ctx: Ctx, token: string): Promise<Receipt | null> {
  const canonical = readBase32(token);
  if (canonical?.length !== RECEIPT_TOKEN_CHARACTERS) return null;
  const [row] = await query<ReceiptRow>(
    ctx.db,
    sql`select t.receipt_code, t.status, t.currency, t.amount_minor, t.charge_minor, o.name as organisation,
        s.name as site, o.time_zone, t.paid_at, t.credited_at
      from tips t
      join organisations o on o.id = t.organisation_id
      join guards g on g.id = t.guard_id
      join sites s on s.id = g.site_id
      where t.receipt_token = ${canonical} and t.credited_at is not null`,
  );
  const paidAt = parseInstant(row?.paid_at);
  const creditedAt = parseInstant(row?.credited_at);
  if (!row || !paidAt || !creditedAt) return null;
  const { currency } = row;
  return {
    code: row.receipt_code,
    status: row.status,
    amount: { minor: BigInt(row.amount_minor), currency },
    charge: { minor: BigInt(row.charge_minor), currency },
    organisationName: row.organisation,
    siteName: row.site,
    timeZone: row.time_zone,
    paidAt,
    creditedAt,
  };
}
