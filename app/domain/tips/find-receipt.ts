import { sql } from "drizzle-orm";
import type { Currency } from "../../core/currency.ts";
import { readBase32 } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import {
  isPatronOf,
  patronMayCancelUntil,
  RECEIPT_TOKEN_CHARACTERS,
  type RefundStatus,
  type TipStatus,
} from "../payments/index.ts";
import { findTipSettlement } from "../payouts/index.ts";

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
  /** When the payout that held its last unit reached the guard's account; null before, and again once it came back. */
  sentAt: Instant | null;
  /** Until when the patron may take it back; null once they may not. */
  mayCancelUntil: Instant | null;
  /** The browser that looks is the one that started the tip: no other takes it back. */
  isOwn: boolean;
  /** The newest refund that was let go; one that a checker has not seen is nobody's promise yet. */
  refund: ReceiptRefund | null;
}

export interface ReceiptRefund {
  status: "asked_for" | "on_its_way" | "done" | "failed";
  amount: Money;
  /** When it was asked for or, once it is over, when it ended. */
  at: Instant;
}

const REFUND_STATES: Readonly<Partial<Record<RefundStatus, ReceiptRefund["status"]>>> = {
  approved: "asked_for",
  sending: "asked_for",
  unknown: "asked_for",
  pending: "on_its_way",
  processing: "on_its_way",
  needs_attention: "on_its_way",
  processed: "done",
  failed: "failed",
};

interface ReceiptRow {
  id: string;
  refund_status: RefundStatus | null;
  refund_minor: string | null;
  refund_at: string | null;
  has_refund: boolean;
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

/**
 * Finds a receipt by its permanent, unguessable link; null when there is none or the tip has not been credited. `keys` are
 * those of the browser that looks.
 */
export async function findReceipt(ctx: Ctx, token: string, keys: readonly string[] = []): Promise<Receipt | null> {
  const canonical = readBase32(token);
  if (canonical?.length !== RECEIPT_TOKEN_CHARACTERS) return null;
  const [row] = await query<ReceiptRow>(
    ctx.db,
    sql`select t.id, t.receipt_code, t.status, t.currency, t.amount_minor, t.charge_minor, o.name as organisation,
        s.name as site, o.time_zone, t.paid_at, t.credited_at, r.status as refund_status,
        r.amount_minor::text as refund_minor, coalesce(r.ended_at, r.created_at) as refund_at,
        exists (select from refunds where tip_id = t.id and status not in ('failed', 'rejected')) as has_refund
      from tips t
      left join lateral (
        select status, amount_minor, created_at, ended_at from refunds
        where tip_id = t.id and status not in ('requested', 'rejected') order by created_at desc, id desc limit 1
      ) r on true
      join organisations o on o.id = t.organisation_id
      join guards g on g.id = t.guard_id
      join sites s on s.id = g.site_id
      where t.receipt_token = ${canonical} and t.credited_at is not null`,
  );
  const paidAt = parseInstant(row?.paid_at);
  const creditedAt = parseInstant(row?.credited_at);
  if (!row || !paidAt || !creditedAt) return null;
  const { currency } = row;
  const settlement = await findTipSettlement(ctx, row.id);
  const until = row.status === "succeeded" && !row.has_refund ? patronMayCancelUntil(paidAt) : null;
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
    sentAt: settlement.status === "settled" ? settlement.settledAt : null,
    mayCancelUntil: until && ctx.clock.now() < until ? until : null,
    isOwn: await isPatronOf(row.id, keys, ctx.settings.qrSigningKeys),
    refund: readRefund(row),
  };
}

function readRefund({ refund_status, refund_minor, refund_at, currency }: ReceiptRow): ReceiptRefund | null {
  const status = refund_status && REFUND_STATES[refund_status];
  const at = parseInstant(refund_at);
  return status && refund_minor && at ? { status, amount: { minor: BigInt(refund_minor), currency }, at } : null;
}
