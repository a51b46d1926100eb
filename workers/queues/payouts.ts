import { describeFault } from "#app/core/errors.ts";
import { seconds } from "#app/core/time.ts";
import type { Ctx, Wake } from "#app/domain/context.ts";
import { applyTransferEvents, sendPayouts, settleGuards } from "#app/domain/payouts/index.ts";

/** Steps of a settlement one batch of wake-ups may take, each one statement. */
const SETTLEMENT_STEPS = 50;
/** Transfers that go by themselves need no pause between them; a batch of them does. */
const BATCHES_AT_MOST = 10;

/**
 * Reacts to wake-ups about payouts: applies what rails told, goes on with settlements, sends the next batch, and asks to be
 * woken for the one after it when the rail's pause is over. What a lost message leaves undone is the sweep's.
 */
export async function consumePayouts(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const messages = batch.messages.map((message) => ({ message, wake: message.body as Wake | null }));
  const ids = messages.flatMap(({ wake }) => (wake?.kind === "transfer_event" ? [wake.id] : []));
  const applied = ids.length === 0 ? new Map() : await attempt(ctx, () => applyTransferEvents(ctx, ids));
  if (messages.some(({ wake }) => wake?.kind === "payouts")) {
    for (let step = 0; step < SETTLEMENT_STEPS && (await attempt(ctx, () => settleGuards(ctx))); step++);
    await attempt(ctx, () => sendWaiting(ctx));
  }
  for (const { message, wake } of messages) {
    const isLeft = wake?.kind === "transfer_event" && (applied?.get(wake.id) ?? "settled") !== "settled";
    if (isLeft || (wake?.kind === "transfer_event" && applied === null)) message.retry({ delaySeconds: 10 });
    else message.ack();
  }
}

/** Sends what waits until the rail wants a pause, and asks for the next turn after it. Returns how many were sent. */
export async function sendWaiting(ctx: Ctx): Promise<number> {
  let sent = 0;
  for (let batch = 0; batch < BATCHES_AT_MOST; batch++) {
    const count = await sendPayouts(ctx);
    if (count === 0) break;
    sent += count;
  }
  const pauseMs = Math.max(...Object.values(ctx.rails).map(({ transferBatch }) => transferBatch.everyMs));
  if (sent > 0) await ctx.wake([{ kind: "payouts", afterSeconds: Math.ceil(pauseMs / seconds(1)) }]);
  return sent;
}

/** Null when it failed. */
async function attempt<T>(ctx: Ctx, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    ctx.log.error("payouts.not_done", describeFault(error));
    return null;
  }
}
