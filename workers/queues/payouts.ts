import { describeFault } from "#app/core/errors.ts";
import { seconds } from "#app/core/time.ts";
import type { Ctx, Wake } from "#app/domain/context.ts";
import {
  applyDueTransferLookups,
  applyTransferEvents,
  applyTransferLists,
  sendPayouts,
  settleGuards,
} from "#app/domain/payouts/index.ts";

/** Steps of a settlement one batch of wake-ups may take, each one statement. */
const SETTLEMENT_STEPS = 50;
/** Transfers that go by themselves need no pause between them; a batch of them does. */
const BATCHES_AT_MOST = 10;
/** Lists of the rail's (three calls each), and look-ups one by one (five at once), that one turn takes. */
const LISTS_AT_MOST = 5;
const LOOKUPS_AT_MOST = 10;

/**
 * Reacts to wake-ups about payouts: applies what rails told, goes on with settlements, sends the next batch, asks rails about
 * what is due, and asks to be woken for more of it when the rail's pause is over. What a lost message leaves undone is the sweep's.
 */
export async function consumePayouts(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const messages = batch.messages.map((message) => ({ message, wake: message.body as Wake | null }));
  const ids = messages.flatMap(({ wake }) => (wake?.kind === "transfer_event" ? [wake.id] : []));
  const applied = ids.length === 0 ? new Map() : await attempt(ctx, () => applyTransferEvents(ctx, ids));
  if (messages.some(({ wake }) => wake?.kind === "payouts")) {
    for (let step = 0; step < SETTLEMENT_STEPS && (await attempt(ctx, () => settleGuards(ctx))); step++);
    await attempt(ctx, () => sendWaiting(ctx));
    await attempt(ctx, () => askRails(ctx));
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

/** Asks rails what became of transfers, many at once where they were sent together; goes on while any are due. */
export async function askRails(ctx: Ctx): Promise<number> {
  let asked = 0;
  for (let list = 0; list < LISTS_AT_MOST; list++) {
    const found = await applyTransferLists(ctx);
    asked += found;
    if (found === 0) break;
  }
  let due = 0;
  for (let batch = 0; batch < LOOKUPS_AT_MOST; batch++) {
    due = await applyDueTransferLookups(ctx);
    asked += due;
    if (due === 0) break;
  }
  if (due > 0) await ctx.wake([{ kind: "payouts", afterSeconds: 1 }]);
  return asked;
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
