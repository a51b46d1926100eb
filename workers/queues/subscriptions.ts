import type { Ctx } from "#app/domain/context.ts";
import { type OutboxEvent, sendOutbox } from "#app/domain/notifications/index.ts";

type Reaction = (ctx: Ctx, event: OutboxEvent) => Promise<void>;

/** Every event in the system, and the verbs that react to it. */
const SUBSCRIPTIONS: Readonly<Record<string, readonly Reaction[]>> = {
  /** A tip was booked. Nobody is told yet: no message channel is connected. */
  "tip.paid": [],
};

/** Whether an event may have someone waiting for it; what nobody waits for is left to the sweep. */
export const SOMEONE_REACTS = Object.values(SUBSCRIPTIONS).some((reactions) => reactions.length > 0);

/** Delivers the events that are due, each to all its subscribers. */
export function deliverOutbox(ctx: Ctx): Promise<number> {
  return sendOutbox(ctx, SUBSCRIPTIONS);
}
