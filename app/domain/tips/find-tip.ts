import { sql } from "drizzle-orm";
import type { Currency } from "../../core/currency.ts";
import { isTipId } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { TipStatus } from "../payments/index.ts";

/** A tip as anyone who holds its id may see it: states, amounts and times, nothing about people. */
export interface TipView {
  id: string;
  status: TipStatus;
  amount: Money;
  /** What the rail was asked to charge; null when it was never asked. */
  charge: Money | null;
  createdAt: Instant;
  paidAt: Instant | null;
  creditedAt: Instant | null;
  /** Present once the tip has succeeded. */
  receiptToken: string | null;
}

/** Finds a tip by its id, which is unguessable; null when there is none. Never asks the rail. */
export async function findTip(ctx: Ctx, tipId: string): Promise<TipView | null> {
  if (!isTipId(tipId)) return null;
  const [row] = await query<Record<string, string | null>>(
    ctx.db,
    sql`select id, status, currency, amount_minor, charge_minor, created_at, paid_at, credited_at,
        case when credited_at is not null then receipt_token end as receipt_token
      from tips where id = ${tipId}`,
  );
  if (!row) return null;
  const currency = row["currency"] as Currency;
  const instant = (name: string) => parseInstant(row[name]);
  return {
    id: tipId,
    status: row["status"] as TipStatus,
    amount: { minor: BigInt(row["amount_minor"] ?? 0), currency },
    charge: row["charge_minor"] ? { minor: BigInt(row["charge_minor"]), currency } : null,
    createdAt: instant("created_at") ?? ctx.clock.now(),
    paidAt: instant("paid_at"),
    creditedAt: instant("credited_at"),
    receiptToken: row["receipt_token"] ?? null,
  };
}
