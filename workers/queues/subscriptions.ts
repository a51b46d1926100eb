import type { Ctx } from "#app/domain/context.ts";
import { type OutboxEvent, type Subscriptions, sendOutbox } from "#app/domain/notifications/index.ts";

type Reaction = (ctx: Ctx, event: OutboxEvent) => Promise<void>;

/** Every event in the system, and the verbs that react to it. */
const SUBSCRIPTIONS = {
  /** A tip was booked. Nobody is told yet: no message channel is connected. */
  "tip.paid": [],
} as const satisfies Record<string, readonly Reaction[]>;

/** Delivers the events that are due, each to all its subscribers. */
export function deliverOutbox(ctx: Ctx): Promise<number> {
  return sendOutbox(ctx, SUBSCRIPTIONS as Subscriptions);
}
