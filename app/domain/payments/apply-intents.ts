import { sql } from "drizzle-orm";
import { randomBase32 } from "../../core/ids.ts";
import { after, type Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { TakenIntent } from "./intent.ts";
import { MAY_SUCCEED, nextCheckInMs } from "./rules.ts";

/** Characters of a receipt's code, which a person can read out, and of its link, which nobody can guess. */
export const RECEIPT_CODE_CHARACTERS = 8;
export const RECEIPT_TOKEN_CHARACTERS = 26;

/**
 * Enters tips that were taken while the database was down, or whose answer could not be recorded. Replaying changes
 * nothing; an intent whose code, guard and organisation do not belong together is left out. Returns the ids of those of
 * the given tips that are in the books now.
 */
export async function applyIntents(ctx: Ctx, taken: readonly TakenIntent[]): Promise<Set<string>> {
  const at = ctx.clock.now();
  const rows = taken.map((one) => toRow(ctx, one, at));
  const present = await query<{ tip_id: string }>(
    ctx.db,
    sql`with intent as (
        select i.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (tip_id text, organisation_id text,
          guard_id text, code_id text, currency text, amount bigint, charge bigint, covers_fee boolean, policy_version int,
          platform_fee bigint, rail_fee_bearer text, message text, status text, receipt_code text, receipt_token text,
          next_check_at timestamptz, created_at timestamptz, rail text, environment text, checkout_url text,
          key_hash text, fingerprint text, answer jsonb)
        join qr_codes c on (c.id, c.organisation_id, c.guard_id) = (i.code_id, i.organisation_id, i.guard_id)
      ),
      entered as (
        insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee,
          policy_version, platform_fee_minor, rail_fee_bearer, message, status, receipt_code, receipt_token,
          next_check_at, created_at)
        select tip_id, organisation_id, guard_id, code_id, currency, amount, charge, covers_fee, policy_version,
          platform_fee, rail_fee_bearer, message, status, receipt_code, receipt_token, next_check_at, created_at
        from intent on conflict (id) do nothing returning id, status
      ),
      answered as (
        update tips t set charge_minor = i.charge, next_check_at = i.next_check_at,
          status = case t.status when 'initiated' then i.status else t.status end
        from intent i where t.id = i.tip_id and t.charge_minor is null and t.status = any(${sql.param(MAY_SUCCEED)})
        returning t.id, t.status
      ),
      worded as (
        update tips t set message = i.message from intent i
        where t.id = i.tip_id and t.message is null and i.message is not null and t.charge_minor is not null
      ),
      history as (
        insert into tip_history (tip_id, status, cause, at)
        select id, status, 'recovered', ${at}
        from (select id, status from entered union all select id, status from answered) as recovered
        on conflict do nothing
      ),
      payment as (
        insert into payments (reference, organisation_id, tip_id, rail, environment, currency, requested_minor,
          checkout_url, created_at)
        select tip_id, organisation_id, tip_id, rail, environment, currency, charge, checkout_url, created_at
        from intent where tip_id in (select id from entered)
      ),
      payment_answered as (
        update payments p set requested_minor = i.charge, checkout_url = coalesce(p.checkout_url, i.checkout_url)
        from intent i
        where p.reference = i.tip_id and (p.requested_minor is null or (p.checkout_url is null and i.checkout_url is not null))
      ),
      key as (
        insert into idempotency_keys (key_hash, fingerprint, tip_id, answer, created_at, answered_at)
        select key_hash, fingerprint, tip_id, answer, created_at, ${at} from intent where key_hash is not null
        on conflict (key_hash) do nothing
      ),
      key_answered as (
        update idempotency_keys k set answer = i.answer, answered_at = ${at}
        from intent i where k.key_hash = i.key_hash and k.answer is null and i.answer is not null
      )
      select tip_id from intent`,
  );
  return new Set(present.map((row) => row.tip_id));
}

function toRow(ctx: Ctx, { intent, keyHash, fingerprint, message, answer }: TakenIntent, at: Instant) {
  return {
    tip_id: intent.tipId,
    organisation_id: intent.organisationId,
    guard_id: intent.guardId,
    code_id: intent.codeId,
    currency: intent.currency,
    amount: intent.amountMinor,
    charge: intent.chargeMinor,
    covers_fee: intent.coversFee,
    policy_version: intent.policyVersion,
    platform_fee: intent.platformFeeMinor,
    rail_fee_bearer: intent.railFeeBearer,
    message: message ?? null,
    status: answer?.status ?? "pending",
    receipt_code: randomBase32(RECEIPT_CODE_CHARACTERS, ctx.randomness),
    receipt_token: randomBase32(RECEIPT_TOKEN_CHARACTERS, ctx.randomness),
    next_check_at: after(at, nextCheckInMs(0) ?? 0),
    created_at: intent.createdAt,
    rail: intent.rail,
    environment: intent.environment,
    checkout_url: answer?.checkoutUrl ?? null,
    key_hash: keyHash ?? null,
    fingerprint: fingerprint ?? null,
    answer: answer?.body ?? null,
  };
}
