import { sql } from "drizzle-orm";
import { after } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { RailEvent } from "../ports.ts";
import { applyDispute } from "./disputes/apply-dispute.ts";
import { applyRefundLookups } from "./refunds/apply-refund-lookups.ts";
import { ASK_AGAIN_MS } from "./rules.ts";

/** A recorded event about money that goes back, with the tip it speaks of, if that is in the books. */
export interface ReturnEvent {
  eventId: string;
  tipId: string | null;
  event: Extract<RailEvent, { kind: "refund_moved" | "dispute_moved" }>;
}

type Aside = { id: string; status: string; note: string };

/**
 * Applies events of refunds and disputes. One of a refund has the rail asked, which alone says which refund it means; it stays
 * due until the rail has answered. Gives what a person must look at.
 */
export async function applyReturns(ctx: Ctx, events: readonly ReturnEvent[]): Promise<Aside[]> {
  const aside = await applyRefundEvents(ctx, events);
  // One after the other: disputes of an organisation take from the same reserve, and there are few.
  for (const { eventId, event } of events) {
    if (event.kind !== "dispute_moved") continue;
    const { dispute, isReminder } = event;
    const outcome = await applyDispute(ctx, { dispute, isReminder, cause: "webhook", eventId });
    if (outcome.status === "suspended") aside.push({ id: eventId, status: "suspended", note: outcome.reason });
  }
  return aside;
}

async function applyRefundEvents(ctx: Ctx, events: readonly ReturnEvent[]): Promise<Aside[]> {
  const refunds = events.filter(({ event }) => event.kind === "refund_moved");
  if (refunds.length === 0) return [];
  const answered = await applyRefundLookups(
    ctx,
    refunds.flatMap(({ tipId }) => tipId ?? []),
    "webhook",
  );
  const at = ctx.clock.now();
  const rows = refunds.flatMap(({ eventId, tipId }) =>
    tipId ? [{ id: eventId, is_answered: answered.has(tipId) }] : [],
  );
  await query(
    ctx.systemDb,
    sql`update rail_events r set attempts = r.attempts + 1,
        status = case when e.is_answered then 'applied' else r.status end,
        note = case when e.is_answered then 'the rail was asked' else 'the rail is asked' end,
        settled_at = case when e.is_answered then ${at}::timestamptz end,
        next_check_at = case when e.is_answered then null else ${after(at, ASK_AGAIN_MS)}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (id text, is_answered boolean)
      where r.id = e.id and r.status in ('received', 'stuck')`,
  );
  const note = "a refund of a payment that is not in the books";
  return refunds.flatMap(({ eventId, tipId }) => (tipId ? [] : [{ id: eventId, status: "suspended", note }]));
}
