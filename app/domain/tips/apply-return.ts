import { sql } from "drizzle-orm";
import type { Currency } from "../../core/currency.ts";
import { isTipId } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import { after, minutes } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import {
  applyLookups,
  KNOWN_TIP_COLUMNS,
  type KnownTipRow,
  type LookupOutcome,
  MAY_SUCCEED,
  readKnownTip,
} from "../payments/index.ts";
import type { RailName } from "../ports.ts";

/** What a patron who comes back needs to see. */
export interface TipSummary {
  id: string;
  amount: Money;
  charge: Money;
  checkoutUrl: string | null;
  codeToken: string | null;
}

export type ReturnOutcome =
  | { status: "not_found" }
  | { status: "succeeded"; receiptToken: string }
  | { status: "pending" | "not_finished" | "failed"; tip: TipSummary }
  | { status: "paid_not_booked" | "unknown"; tip: TipSummary | null };

type ReturnRow = KnownTipRow & {
  tip_id: string;
  rail: RailName;
  checks: number;
  amount_minor: string;
  checkout_url: string | null;
  receipt_token: string;
  token: string;
  is_starting: boolean;
};

const ASKS_PER_MINUTE = 30;
const ASKS_PER_ADDRESS_PER_MINUTE = 120;
/** How long the request that started a tip may still be asking the rail for its checkout. */
const STARTS_WITHIN_MS = minutes(1);

/**
 * Answers a patron who comes back from the rail, for whatever reason. Never completes a tip on its own word: it asks
 * the rail and lets the one completion path decide. While the database is down it says what the rail says, and no more.
 */
export async function applyReturn(ctx: Ctx, tipId: string): Promise<ReturnOutcome> {
  if (!isTipId(tipId)) return { status: "not_found" };
  let row: ReturnRow | undefined;
  try {
    row = await loadReturn(ctx, tipId);
    if (!row) return await askRailOnly(ctx, tipId);
    if (!MAY_SUCCEED.includes(row.tip_status)) return { status: "succeeded", receiptToken: row.receipt_token };
    const tip = readKnownTip(row);
    if (!tip) return { status: "not_found" };
    if (!(await mayAsk(ctx, tipId))) return { status: "pending", tip: toSummary(row) };
    const [outcome] = await applyLookups(ctx, [{ tip, rail: row.rail, checks: row.checks }], "return");
    return toReturn(outcome ?? { status: "not_asked" }, row);
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    return askRailOnly(ctx, tipId);
  }
}

/** A page that refreshes itself asks often; the rail limits how often it may be asked. */
async function mayAsk(ctx: Ctx, tipId: string): Promise<boolean> {
  const windowMs = minutes(1);
  const claims = [
    { key: `returns:address:${ctx.address}`, limit: ASKS_PER_ADDRESS_PER_MINUTE, windowMs },
    { key: `returns:tip:${tipId}`, limit: ASKS_PER_MINUTE, windowMs },
  ];
  return (await ctx.limits.take(claims)).allowed;
}

async function loadReturn(ctx: Ctx, tipId: string): Promise<ReturnRow | undefined> {
  const [row] = await query<ReturnRow>(
    ctx.db,
    sql`select ${KNOWN_TIP_COLUMNS}, p.rail, t.checks, t.amount_minor, p.checkout_url, t.receipt_token, c.token,
        t.status = 'initiated' and t.created_at > ${after(ctx.clock.now(), -STARTS_WITHIN_MS)} as is_starting
      from tips t join payments p on p.tip_id = t.id join qr_codes c on c.id = t.code_id
      where t.id = ${tipId}`,
  );
  return row;
}

function toReturn(outcome: LookupOutcome, row: ReturnRow): ReturnOutcome {
  const tip = toSummary(row);
  switch (outcome.status) {
    case "succeeded":
      if (outcome.booked === "suspend") return { status: "paid_not_booked", tip };
      return { status: "succeeded", receiptToken: row.receipt_token };
    case "not_asked":
      return { status: "unknown", tip };
    case "not_finished":
      // Without a checkout there is nowhere to send the patron yet: the request that asks for one is still running.
      return { status: row.is_starting ? "pending" : "not_finished", tip };
    default:
      return { status: outcome.status, tip };
  }
}

function toSummary(row: ReturnRow): TipSummary {
  const currency = row.currency as Currency;
  return {
    id: row.tip_id,
    amount: { minor: BigInt(row.amount_minor), currency },
    charge: { minor: BigInt(row.charge_minor ?? row.amount_minor), currency },
    checkoutUrl: row.checkout_url,
    codeToken: row.token,
  };
}

/** Our books do not know the tip, or cannot be asked: the rail may still have the patron's money, and says so. */
async function askRailOnly(ctx: Ctx, tipId: string): Promise<ReturnOutcome> {
  if (!(await mayAsk(ctx, tipId))) return { status: "unknown", tip: null };
  const lookup = await ctx.rails.paystack.findCharge(tipId);
  if (lookup.status === "not_found") return { status: "not_found" };
  if (lookup.status === "unknown") return { status: "unknown", tip: null };
  return {
    status: lookup.charge.status === "succeeded" ? "paid_not_booked" : "unknown",
    tip: null,
  };
}
