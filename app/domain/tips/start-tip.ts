import { sql } from "drizzle-orm";
import { AppError, describeFault } from "../../core/errors.ts";
import { MAX_AMOUNT_MINOR } from "../../core/money.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import {
  copyAnswer,
  findSpooledIntent,
  INTENT_FIELD,
  signIntent,
  spoolIntent,
  type TakenIntent,
  type TipStatus,
} from "../payments/index.ts";
import type { CheckoutOutcome } from "../ports.ts";
import { readToken } from "../qr/index.ts";
import {
  type Attempt,
  attemptOf,
  type Replay,
  replayOf,
  type StoredAnswer,
  spooledFirst,
  tipLimits,
} from "./attempt.ts";
import { type ClaimedTip, claimTip } from "./claim.ts";
import type { StartTip } from "./input.ts";
import { checkoutLabel, codeUnknown, messageFor } from "./rules.ts";

export type StartTipOutcome = StoredAnswer | Replay;

/**
 * Starts a tip: records the intent, asks the rail for a checkout, records the answer. Nothing is charged before the
 * patron pays there. Keeps: one key, one tip, one answer for ever; the code, the guard and the amount are checked
 * against the database, or against the edge copy while it is down. Two round trips to the database.
 * Moves: none → initiated → pending | failed. Public: a code is its own permission.
 * Refuses: CODE_UNKNOWN, GUARD_UNAVAILABLE, INVALID_INPUT, RATE_LIMITED, UNAVAILABLE.
 */
export async function startTip(ctx: Ctx, input: StartTip, door: "api" | "page"): Promise<StartTipOutcome> {
  const token = await readToken(input.token, ctx.settings.qrSigningKeys);
  if (!token) throw codeUnknown();
  if (input.coversFee && input.amountMinor * 2n > MAX_AMOUNT_MINOR) {
    throw new AppError("INVALID_INPUT", "Nothing was charged.", [
      { field: "amount", message: "This is more than a tip can be." },
    ]);
  }
  const attempt = await attemptOf({ ...input, token }, door);
  const limited = await ctx.limits.take(tipLimits(token, ctx));
  if (!limited.allowed) {
    throw new AppError(
      "RATE_LIMITED",
      "Too many tips were started from here. Nothing was charged. Wait a moment.",
      [],
      limited.retryAfterSeconds,
    );
  }
  return ctx.seeThrough(takeToRail({ ...input, token }, attempt, ctx));
}

/** Seen through to its end even if the patron hangs up: an intent without an answer leaves its key without one. */
async function takeToRail(input: StartTip, attempt: Attempt, ctx: Ctx): Promise<StartTipOutcome> {
  const spooled = findSpooled(attempt, ctx);
  const claim = await claimTip(input, attempt, ctx);
  if (claim.status !== "claimed") return claim;
  const [checkout, earlier] = await Promise.all([
    askRail(claim, input, ctx),
    spooled.then((first) => earlierThan(claim, first, attempt)),
  ]);
  if (earlier && earlier.status !== "replayed") return earlier;
  const answer = earlier?.answer ?? toAnswer(claim, checkout);
  await recordAnswer({ claim, checkout: earlier ? SUPERSEDED : checkout, answer, attempt, input }, ctx);
  return earlier ?? answer;
}

/** Our own checkout is not used: the key belongs to a tip that waits in the spool. */
const SUPERSEDED: CheckoutOutcome = {
  status: "refused",
  reason: "the key has a tip in the spool",
  httpStatus: null,
  tookMs: 0,
};

async function findSpooled(attempt: Attempt, ctx: Ctx): Promise<TakenIntent | null> {
  try {
    return await findSpooledIntent(ctx.files, attempt.keyHash);
  } catch (error) {
    ctx.log.error("spool.unreachable", describeFault(error));
    return null;
  }
}

/** A key may have been answered while the database was down, by a tip that the sweeper has not brought into it yet. */
function earlierThan(claim: ClaimedTip, first: TakenIntent | null, attempt: Attempt): Replay | null {
  if (claim.recordedIn === "spool" || !first || first.intent.tipId === claim.intent.tipId) return null;
  return replayOf(attempt, spooledFirst(first));
}

async function askRail({ card, intent }: ClaimedTip, input: StartTip, ctx: Ctx): Promise<CheckoutOutcome> {
  const { appUrl, patronEmailDomain, qrSigningKeys } = ctx.settings;
  const returnUrl = `${appUrl}/return/${intent.tipId}`;
  return ctx.rails.paystack.startCheckout({
    reference: intent.tipId,
    amountMinor: BigInt(intent.chargeMinor),
    currency: card.organisation.currency,
    email: input.email ?? `${intent.tipId}@${patronEmailDomain}`,
    label: checkoutLabel(card),
    returnUrl,
    cancelUrl: returnUrl,
    metadata: { [INTENT_FIELD]: await signIntent(intent, qrSigningKeys) },
  });
}

function toAnswer({ intent }: ClaimedTip, checkout: CheckoutOutcome): StoredAnswer {
  if (checkout.status !== "started") return { status: "rail_unavailable", tipId: intent.tipId };
  const { tipId, amountMinor, chargeMinor, currency, createdAt } = intent;
  return {
    status: "started",
    tipId,
    checkoutUrl: checkout.checkoutUrl,
    amountMinor,
    chargeMinor,
    currency,
    createdAt,
  };
}

interface Answered {
  claim: ClaimedTip;
  checkout: CheckoutOutcome;
  answer: StoredAnswer;
  attempt: Attempt;
  input: StartTip;
}

/** Writes the answer where the intent is; an answer that the database cannot take goes to the spool with its intent. */
async function recordAnswer({ claim, checkout, answer, attempt, input }: Answered, ctx: Ctx): Promise<void> {
  const checkoutUrl = checkout.status === "started" ? checkout.checkoutUrl : null;
  const taken: TakenIntent = {
    intent: claim.intent,
    ...attempt,
    message: messageFor(claim.card, input),
    answer: { status: statusAfter(checkout), checkoutUrl, body: answer },
  };
  if (claim.recordedIn === "database") {
    try {
      await recordInDatabase(claim, checkout, answer, attempt, ctx);
      ctx.afterwards(copyAnswer(ctx.files, attempt.keyHash, taken));
      return;
    } catch (error) {
      if (!isDatabaseDown(error)) throw error;
    }
  }
  await spoolIntent(ctx.files, attempt.keyHash, taken);
  await ctx.wake([{ kind: "spool" }]);
}

/** A tip that nobody was sent to pay has failed; the rail is asked all the same, should it know better. */
function statusAfter(checkout: CheckoutOutcome): TipStatus {
  return checkout.status === "started" ? "pending" : "failed";
}

async function recordInDatabase(
  { intent }: ClaimedTip,
  checkout: CheckoutOutcome,
  answer: StoredAnswer,
  attempt: Attempt,
  ctx: Ctx,
): Promise<void> {
  const at = ctx.clock.now();
  const cause =
    checkout.status === "started" ? "checkout" : `checkout ${checkout.status}: ${checkout.reason}`.slice(0, 100);
  const checkoutUrl = checkout.status === "started" ? checkout.checkoutUrl : null;
  await query(
    ctx.db,
    sql`with moved as (
        update tips set status = ${statusAfter(checkout)}, charge_minor = ${intent.chargeMinor}::bigint
        where id = ${intent.tipId} and status = 'initiated' returning id, status
      ),
      history as (
        insert into tip_history (tip_id, status, cause, at) select id, status, ${cause}, ${at} from moved
      ),
      paid as (
        update payments set requested_minor = ${intent.chargeMinor}::bigint, checkout_url = ${checkoutUrl}
        where reference = ${intent.tipId} and requested_minor is null
      ),
      attempted as (
        insert into payment_attempts (payment_reference, call, outcome, http_status, took_ms, at)
        values (${intent.tipId}, 'start', ${checkout.status}, ${checkout.httpStatus}, ${Math.round(checkout.tookMs)}, ${at})
      )
      update idempotency_keys set answer = ${JSON.stringify(answer)}::jsonb, answered_at = ${at}
      where key_hash = ${attempt.keyHash} and answer is null`,
  );
}
