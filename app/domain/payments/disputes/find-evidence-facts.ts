import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import type { Money } from "../../../core/money.ts";
import { parseInstant } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import type { EvidenceFacts } from "./evidence.ts";

interface Row {
  organisation_id: string;
  currency: string;
  facts: Record<string, string | boolean | number | null>;
  history: { status: string; cause: string; at: string }[];
  calls: { call: string; outcome: string; at: string }[];
  refunds: { id: string; status: string; amount: string }[];
}

/**
 * All that our books know of a disputed payment, as they are now. Calls to the rail are the system's to read; the organisation
 * is named all the same. Throws NOT_FOUND.
 */
export async function findEvidenceFacts(ctx: Ctx, organisationId: string, disputeId: string): Promise<EvidenceFacts> {
  const [row] = await query<Row>(
    ctx.systemDb,
    sql`select d.organisation_id, d.currency, jsonb_build_object(
          'railDisputeId', d.rail_dispute_id, 'category', d.category, 'tipId', t.id,
          'railTransactionId', p.rail_transaction_id, 'rail', p.rail, 'channel', p.channel, 'organisationName', o.name,
          'siteName', s.name, 'guardDisplayName', g.display_name, 'amount', t.amount_minor::text,
          'charge', p.charged_minor::text, 'coversFee', t.covers_fee, 'platformFee', t.platform_fee_minor::text,
          'railFee', p.rail_fee_minor::text, 'receiptCode', t.receipt_code, 'codeSerial', c.serial,
          'badgeNumber', g.badge_number, 'message', t.message, 'policyVersion', t.policy_version,
          'railFeeBearer', t.rail_fee_bearer, 'minimum', policy.minimum_minor::text, 'maximum', policy.maximum_minor::text,
          'net', (select sum(case when l.credit_account = 'guard_payable:' || t.guard_id then l.amount_minor
              when l.debit_account = 'guard_payable:' || t.guard_id then -l.amount_minor end)::text
            from ledger_transfers l where l.reference = t.id and l.group_id = t.id),
          'pageKeyHash', k.key_hash, 'pageKeyAt', k.created_at, 'pageKeys', k.keys,
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
      join organisation_policies policy on (policy.organisation_id, policy.version) = (t.organisation_id, t.policy_version)
      left join receipt_views v on v.tip_id = t.id
      left join lateral (
        select min(key_hash) as key_hash, min(created_at) as created_at, count(*) as keys
        from idempotency_keys where tip_id = t.id
      ) k on true
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
    ...{ badgeNumber: orNull("badgeNumber"), message: orNull("message") },
    policyVersion: Number(facts["policyVersion"]),
    ...{ minimum: money(text("minimum")), maximum: money(text("maximum")) },
    railFeeBearer: text("railFeeBearer") === "guard" ? "guard" : "organisation",
    net: orNull("net") === null ? null : money(text("net")),
    page: Number(facts["pageKeys"] ?? 0) === 1 ? { keyHash: text("pageKeyHash"), at: instant("pageKeyAt") } : null,
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
