import { describeFault } from "#app/core/errors.ts";
import type { Ctx, Wake } from "#app/domain/context.ts";
import { sendMessages } from "#app/domain/messages/index.ts";
import { applyRailEvents, applySpool } from "#app/domain/payments/index.ts";
import { deliverOutbox, SOMEONE_REACTS } from "./subscriptions.ts";

/** How many batches of messages one batch of wake-ups may send. */
const MESSAGE_BATCHES = 8;

/**
 * Reacts to wake-ups, a batch at a time. Each message is acknowledged by its own result; the record is elsewhere, so a
 * message that is not one of ours is acknowledged and forgotten.
 */
export async function consumeRailEvents(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const messages = batch.messages.map((message) => ({
    message,
    wake: message.body as Wake | null,
  }));
  const ids = messages.flatMap(({ wake }) => (wake?.kind === "rail_event" ? [wake.id] : []));
  // Tips that wait in the spool come before the events that speak of them.
  const spool = messages.some(({ wake }) => wake?.kind === "spool") ? await attempt(ctx, () => applySpool(ctx)) : true;
  const applied = await attempt(ctx, () => applyRailEvents(ctx, ids));
  if (applied && SOMEONE_REACTS) await attempt(ctx, () => deliverOutbox(ctx));
  // Last: money does not wait for a provider of e-mail. What is left over is the sweep's.
  if (messages.some(({ wake }) => wake?.kind === "message")) {
    for (let sent = 0; sent < MESSAGE_BATCHES && (await attempt(ctx, () => sendMessages(ctx))); sent++);
  }
  for (const { message, wake } of messages) {
    if (wake?.kind === "rail_event" && applied?.get(wake.id) !== "settled") retry(message);
    else if (wake?.kind === "spool" && spool === null) retry(message);
    else message.ack();
  }
}

/** Null when it failed; the messages that asked for it are then tried again. */
async function attempt<T>(ctx: Ctx, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    ctx.log.error("rail_events.not_applied", describeFault(error));
    return null;
  }
}

/** 5 s, 20 s, 80 s …: a database that restarts needs a moment, and the sweeper comes every minute anyway. */
function retry(message: Message): void {
  message.retry({
    delaySeconds: Math.min(900, 5 * 4 ** (message.attempts - 1)),
  });
}
