import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { AppError } from "../../core/errors.ts";
import { newId, randomBase32 } from "../../core/ids.ts";
import { after, type Instant, parseInstant, seconds } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import {
  claimIntent,
  findCopiedAnswer,
  findSpooledIntent,
  type Intent,
  nextCheckInMs,
  RECEIPT_CODE_CHARACTERS,
  RECEIPT_TOKEN_CHARACTERS,
} from "../payments/index.ts";
import { type CardJson, findSnapshot, type GuardCard, readCard, selectCard } from "../qr/index.ts";
import { type Attempt, type Replay, replayOf, type StoredAnswer, spooledFirst } from "./attempt.ts";
import type { StartTip } from "./input.ts";
import { codeUnknown, messageFor, termsOf } from "./rules.ts";

/** A tip that this request, and no other, may take to the rail. */
export interface ClaimedTip {
  status: "claimed";
  /** Where the intent is recorded, and so where its answer goes. */
  recordedIn: "database" | "spool";
  card: GuardCard;
  intent: Intent;
}

type ClaimRow = {
  card: CardJson | null;
  claimed: boolean;
  fingerprint: string | null;
  tip_id: string | null;
  answer: StoredAnswer | null;
  key_created_at: string | null;
};

/**
 * Records the intent under its key, once. The database decides and writes in one statement; while it is down the
 * guard's edge copy decides and object storage keeps the claim (money.md §8).
 */
export async function claimTip(input: StartTip, attempt: Attempt, ctx: Ctx): Promise<ClaimedTip | Replay> {
  const at = ctx.clock.now();
  const tipId = newId("tip", at, ctx.randomness);
  let row: ClaimRow | undefined;
  try {
    row = await claimInDatabase(input, attempt, tipId, at, ctx);
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    return claimInSpool(input, attempt, tipId, at, ctx);
  }
  if (row.tip_id !== null && row.fingerprint !== null) {
    const first = { fingerprint: row.fingerprint, tipId: row.tip_id, answer: row.answer };
    const replay = replayOf(attempt, first);
    return replay.status === "in_progress" ? findLateAnswer(first, row.key_created_at, attempt, ctx) : replay;
  }
  if (!row.card) throw codeUnknown();
  const card = readCard(row.card);
  const intent = toIntent(card, input, tipId, at, ctx);
  if (row.claimed) return { status: "claimed", recordedIn: "database", card, intent };
  return findRival(attempt, ctx);
}

/** The statement's own guard is the same rule as termsOf, so that what it claims is never refused afterwards. */
async function claimInDatabase(
  input: StartTip,
  attempt: Attempt,
  tipId: string,
  at: Instant,
  ctx: Ctx,
): Promise<ClaimRow> {
  const { amountMinor: amount, coversFee } = input;
  const rail = ctx.rails.paystack;
  const [row] = await query<ClaimRow>(
    ctx.db,
    sql`with card as (${selectCard(input.token, rail.name, at)}),
      key as (
        insert into idempotency_keys (key_hash, fingerprint, tip_id, created_at)
        select ${attempt.keyHash}, ${attempt.fingerprint}, ${tipId}, ${at}
        from card
        where takes_tips and currency = ${input.currency} and ${amount}::bigint between minimum_minor and maximum_minor
          and (patron_may_cover_fee or not ${coversFee})
        on conflict do nothing returning tip_id
      ),
      tip as (
        insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, covers_fee, policy_version,
          platform_fee_minor, rail_fee_bearer, message, status, receipt_code, receipt_token, next_check_at, created_at)
        select key.tip_id, organisation_id, guard_id, code_id, currency, ${amount}::bigint, ${coversFee}, policy_version,
          ${amount}::bigint * platform_fee_bps / 10000, rail_fee_bearer, case when takes_messages then ${input.message}::text end, 'initiated',
          ${randomBase32(RECEIPT_CODE_CHARACTERS, ctx.randomness)},
          ${randomBase32(RECEIPT_TOKEN_CHARACTERS, ctx.randomness)}, ${after(at, nextCheckInMs(0) ?? 0)}::timestamptz, ${at}
        from card, key returning id
      ),
      history as (
        insert into tip_history (tip_id, status, cause, at) select id, 'initiated', 'patron', ${at} from tip
      ),
      payment as (
        insert into payments (reference, organisation_id, tip_id, rail, environment, currency, created_at)
        select tip.id, organisation_id, tip.id, ${rail.name}, ${rail.environment}, currency, ${at} from tip, card
      )
      select card.card, exists (select from key) as claimed, k.fingerprint, k.tip_id, k.answer,
        k.created_at as key_created_at
      from (select) as always
      left join card on true
      left join idempotency_keys k on k.key_hash = ${attempt.keyHash}`,
  );
  assert(row, "the claim always answers with one row");
  return row;
}

/** A first request that has not answered by now never will: it was cut off, and nobody was sent to pay. */
const ANSWERS_WITHIN_MS = seconds(30);

/** The answer may wait in the spool, if the database could not take it. */
async function findLateAnswer(
  first: { fingerprint: string; tipId: string },
  createdAt: string | null,
  attempt: Attempt,
  ctx: Ctx,
): Promise<Replay> {
  const spooled = await findSpooledIntent(ctx.files, attempt.keyHash);
  if (spooled?.answer) return replayOf(attempt, spooledFirst(spooled));
  const age = ctx.clock.now().getTime() - (parseInstant(createdAt)?.getTime() ?? 0);
  if (spooled || age < ANSWERS_WITHIN_MS) return { status: "in_progress", tipId: first.tipId };
  return { status: "replayed", answer: { status: "rail_unavailable", tipId: first.tipId } };
}

/** Another request took the key between this statement's first look and its insert. */
async function findRival(attempt: Attempt, ctx: Ctx): Promise<Replay> {
  const [row] = await query<{
    fingerprint: string;
    tip_id: string;
    answer: StoredAnswer | null;
  }>(ctx.db, sql`select fingerprint, tip_id, answer from idempotency_keys where key_hash = ${attempt.keyHash}`);
  assert(row, "a tip that may be taken is claimed by someone");
  return replayOf(attempt, {
    fingerprint: row.fingerprint,
    tipId: row.tip_id,
    answer: row.answer,
  });
}

async function claimInSpool(
  input: StartTip,
  attempt: Attempt,
  tipId: string,
  at: Instant,
  ctx: Ctx,
): Promise<ClaimedTip | Replay> {
  const [snapshot, answered] = await Promise.all([
    findSnapshot(ctx, input.token),
    findCopiedAnswer(ctx.files, attempt.keyHash),
  ]);
  if (answered) return replayOf(attempt, spooledFirst(answered));
  if (snapshot.status === "revoked") throw codeUnknown();
  if (snapshot.status === "none") {
    throw new AppError("UNAVAILABLE", "We cannot take tips for a moment. Nothing was charged. Try again in a minute.");
  }
  const { card } = snapshot;
  const intent = toIntent(card, input, tipId, at, ctx);
  const taken = { intent, ...attempt, message: messageFor(card, input) };
  if (await claimIntent(ctx.files, attempt.keyHash, taken)) {
    return { status: "claimed", recordedIn: "spool", card, intent };
  }
  const first = await findSpooledIntent(ctx.files, attempt.keyHash);
  if (!first)
    throw new AppError("UNAVAILABLE", "We cannot take tips for a moment. Nothing was charged. Try again in a minute.");
  return replayOf(attempt, spooledFirst(first));
}

function toIntent(card: GuardCard, input: StartTip, tipId: string, at: Instant, ctx: Ctx): Intent {
  const { chargeMinor, platformFeeMinor } = termsOf(card, input);
  const { name: rail, environment } = ctx.rails.paystack;
  return {
    v: 1,
    tipId,
    organisationId: card.organisation.id,
    guardId: card.guard.id,
    codeId: card.code.id,
    currency: card.organisation.currency,
    amountMinor: String(input.amountMinor),
    chargeMinor: String(chargeMinor),
    coversFee: input.coversFee,
    policyVersion: card.policy.version,
    platformFeeMinor: String(platformFeeMinor),
    railFeeBearer: card.policy.railFeeBearer,
    rail,
    environment,
    createdAt: at.toISOString(),
  };
}
