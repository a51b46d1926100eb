import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import { encodeHex } from "../../../core/ids.ts";
import type { Money } from "../../../core/money.ts";
import { parseInstant } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { type EvidenceFacts, evidenceOf } from "./evidence.ts";

/** A pack in object storage: the file, and what it hashes to. */
export interface Evidence {
  key: string;
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
}

interface Row {
  organisation_id: string;
  currency: string;
  facts: Record<string, string | boolean | number | null>;
  history: { status: string; cause: string; at: string }[];
  calls: { call: string; outcome: string; at: string }[];
  refunds: { id: string; status: string; amount: string }[];
}

/**
 * Builds the evidence of a dispute out of our own books, as a PDF in object storage, under its hash: what was sent can be shown
 * later. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function createEvidence(ctx: Ctx, disputeId: string): Promise<Evidence> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.write", ctx.clock.now());
  const facts = await loadFacts(ctx, organisationId, disputeId);
  const bytes = await ctx.press.report(`Evidence for dispute ${facts.railDisputeId}`, evidenceOf(facts));
  const sha256 = encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  const key = `evidence/${organisationId}/${disputeId}/${sha256}.pdf`;
  await ctx.files.put(key, bytes, { httpMetadata: { contentType: "application/pdf" } });
  return { key, sha256, bytes };
}

/** Calls to the rail are the system's to read; the organisation is named all the same. */
async function loadFacts(ctx: Ctx, organisationId: string, disputeId: string): Promise<EvidenceFacts> {
  const [row] = await query<Row>(
    ctx.systemDb,
    sql`select d.organisation_id, d.currency, jsonb_build_object(
          'railDisputeId', d.rail_dispute_id, 'category', d.category, 'tipId', t.id,
          'railTransactionId', p.rail_transaction_id, 'rail', p.rail, 'channel', p.channel, 'organisationName', o.name,
          'siteName', s.name, 'guardDisplayName', g.display_name, 'amount', t.amount_minor::text,
          'charge', p.charged_minor::text, 'coversFee', t.covers_fee, 'platformFee', t.platform_fee_minor::text,
          'railFee', p.rail_fee_minor::text, 'receiptCode', t.receipt_code, 'codeSerial', c.serial,
          'startedAt', t.created_at, 'paidAt', t.paid_at, 'creditedAt', t.credited_at,
          'receiptViews', coalesce(v.views, 0), 'receiptFirstAt', v.first_at, 'receiptLastAt', v.last_at) as facts,
        coalesce((select jsonb_agg(jsonb_build_object('status', h.status, 'cause', h.cause, 'at', h.at) order by h.sequence)
          from tip_history h where h.tip_id = t.id), '[]') as history,
        coalesce((select jsonb_agg(jsonb_build_object('call', a.call, 'outcome', a.outcome, 'at', a.at) order by a.sequence)
          from payment_attempts a where a.payment_reference = t.id), '[]') as calls,
        coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'status', r.status, 'amount', r.amount_minor::text)
          order by r.created_at) from refunds r where r.tip_id = t.id), '[]') as refunds
      from disputes d
      join tips t on t.id = d.tip_id join payments p on p.tip_id = t.id join organisations o on o.id = d.organisation_id
      join guards g on g.id = t.guard_id join sites s on s.id = g.site_id join qr_codes c on c.id = t.code_id
      left join receipt_views v on v.tip_id = t.id
      where d.id = ${disputeId} and d.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such dispute.");
  return readFacts(disputeId, row);
}

function readFacts(disputeId: string, { currency, facts, history, calls, refunds }: Row): EvidenceFacts {
  assert(isCurrency(currency), "a dispute's currency is one we handle");
  const text = (name: string) => String(facts[name] ?? "");
  const orNull = (name: string) => (facts[name] === null ? null : text(name));
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency });
  const instant = (name: string) => parseInstant(facts[name]);
  const startedAt = instant("startedAt");
  assert(startedAt, "a tip has a time at which it was started");
  const timed = <T extends { at: string }>(rows: readonly T[]) =>
    rows.flatMap(({ at, ...rest }) => {
      const parsed = parseInstant(at);
      return parsed ? [{ ...rest, at: parsed }] : [];
    });
  const railFee = orNull("railFee");
  return {
    disputeId,
    railDisputeId: text("railDisputeId"),
    category: orNull("category"),
    ...{ tipId: text("tipId"), railTransactionId: text("railTransactionId"), rail: text("rail") },
    channel: orNull("channel"),
    ...{ organisationName: text("organisationName"), siteName: text("siteName") },
    guardDisplayName: text("guardDisplayName"),
    ...{ amount: money(text("amount")), charge: money(text("charge")), platformFee: money(text("platformFee")) },
    railFee: railFee === null ? null : money(railFee),
    coversFee: facts["coversFee"] === true,
    receiptCode: text("receiptCode"),
    codeSerial: orNull("codeSerial"),
    ...{ startedAt, paidAt: instant("paidAt"), creditedAt: instant("creditedAt") },
    receiptViews: Number(facts["receiptViews"] ?? 0),
    ...{ receiptFirstAt: instant("receiptFirstAt"), receiptLastAt: instant("receiptLastAt") },
    history: timed(history),
    calls: timed(calls),
    refunds: refunds.map(({ id, status, amount }) => ({ id, status, amount: money(amount) })),
  };
}
