import { newId } from "../../core/ids.ts";
import { type Ctx, query, transact } from "../context.ts";
import { answerStatement, type EffectRow, lockPayouts } from "./answer-statement.ts";
import { effectOf, type Heard } from "./effects.ts";
import { pauseLanes } from "./lanes.ts";
import { loadAttempts } from "./load.ts";
import { judgeAnswer, type KnownAttempt } from "./rules.ts";

/** Something a rail said about a transfer, however we heard. */
export interface Told extends Heard {
  reference: string;
}

/** More often than two answers can cross each other; what is left then is asked for again, or is still in the inbox. */
const ROUNDS = 5;

/**
 * The one completion path of payouts: the answer to sending, an event, and a look-up all end here, in any order and any
 * number. Moves: sending|submitted|unknown|created → paid, created (to be sent again), failed, reversed, submitted, unknown;
 * paid → reversed; failed → paid when the rail paid after all. Posts as money.md §1 says, in the statement that moves.
 * Gives the answers whose reference is none of ours.
 */
export async function applyTransferAnswers(ctx: Ctx, told: readonly Told[]): Promise<Told[]> {
  const strange: Told[] = [];
  let left = [...told];
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const known = await loadAttempts(
      ctx,
      left.map(({ reference }) => reference),
    );
    strange.push(...left.filter(({ reference }) => !known.has(reference)));
    left = await applyRound(
      ctx,
      left.filter(({ reference }) => known.has(reference)),
      known,
    );
  }
  return strange;
}

/** One answer a payout; gives those that must wait for the next round, because of another one or of a lost race. */
async function applyRound(ctx: Ctx, told: readonly Told[], known: ReadonlyMap<string, KnownAttempt>): Promise<Told[]> {
  const at = ctx.clock.now();
  const effects = new Map<string, { one: Told; effect: EffectRow }>();
  const later: Told[] = [];
  for (const one of told) {
    const attempt = known.get(one.reference);
    if (!attempt) continue;
    if (effects.has(attempt.payoutId)) later.push(one);
    else {
      const effect = effectOf(judgeAnswer(one.answer, attempt, one.source), attempt, one, at);
      effects.set(attempt.payoutId, { one, effect: { ...effect, alert_id: newId("alt", at, ctx.randomness) } });
    }
  }
  if (effects.size === 0) return later;
  const rows = [...effects.values()].map(({ effect }) => effect);
  const references = rows.map(({ reference }) => reference);
  const [, moved] = await transact(ctx, [
    ctx.db.execute(lockPayouts(references)),
    ctx.db.execute(answerStatement(rows, at)),
  ]);
  const done = new Set(moved?.rows.map((row) => row["reference"]));
  await pause(ctx, told, known);
  return [...[...effects.values()].flatMap(({ one }) => (done.has(one.reference) ? [] : [one])), ...later];
}

/** What an answer says about us, and not about one transfer, stops the whole lane. */
async function pause(ctx: Ctx, told: readonly Told[], known: ReadonlyMap<string, KnownAttempt>): Promise<void> {
  const reasons = told.flatMap(({ answer, reference }) => {
    const attempt = known.get(reference);
    const reason =
      answer.status === "refused" && answer.refusal !== "batch" && answer.refusal !== "order"
        ? answer.refusal
        : answer.status === "found" && answer.transfer.status === "waits_for_otp"
          ? ("otp_required" as const)
          : null;
    return attempt && reason ? [{ rail: attempt.rail, currency: attempt.currency, reason }] : [];
  });
  const lanes = [...new Map(reasons.map((one) => [`${one.rail} ${one.currency}`, one])).values()];
  if (lanes.length > 0) {
    const at = ctx.clock.now();
    await query(ctx.db, pauseLanes(lanes, { at, alertId: () => newId("alt", at, ctx.randomness) }));
  }
}
