import { sql } from "drizzle-orm";
import { after, minutes } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";

const BATCH_SIZE = 100;
const UNHEARD_BATCH_SIZE = 5_000;
const RETRY_MS = minutes(1);

export interface OutboxEvent {
  sequence: string;
  organisationId: string;
  event: string;
  subject: string;
}

export type Subscriptions = Readonly<Record<string, readonly ((ctx: Ctx, event: OutboxEvent) => Promise<void>)[]>>;

/**
 * Hands due events to their subscribers, a batch a call, oldest first. An event leaves the outbox only when every
 * subscriber has reacted; until then it is delivered again, so subscribers must bear repetition. Events that nobody
 * subscribed to leave it all at once. Returns how many were due.
 */
export async function sendOutbox(ctx: Ctx, subscriptions: Subscriptions): Promise<number> {
  const unheard = Object.keys(subscriptions).filter((event) => subscriptions[event]?.length === 0);
  return (await settleUnheard(unheard, ctx)) + (await sendDue(subscriptions, unheard, ctx));
}

async function settleUnheard(events: readonly string[], { db, clock }: Ctx): Promise<number> {
  const settled = await query(
    db,
    sql`update outbox set attempts = attempts + 1, next_attempt_at = null
      where sequence in (
        select sequence from outbox where next_attempt_at <= ${clock.now()} and event = any(${sql.param(events)})
        order by sequence limit ${UNHEARD_BATCH_SIZE}
      ) returning sequence`,
  );
  return settled.length;
}

async function sendDue(subscriptions: Subscriptions, unheard: readonly string[], ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const due = await query<OutboxEvent>(
    ctx.db,
    sql`select sequence::text, organisation_id as "organisationId", event, subject
      from outbox where next_attempt_at <= ${at} and event <> all(${sql.param(unheard)})
      order by sequence limit ${BATCH_SIZE}`,
  );
  if (due.length === 0) return 0;
  const results = await Promise.all(
    due.map(async (event) => ({ event, done: await react(ctx, event, subscriptions) })),
  );
  const rows = results.map(({ event, done }) => ({
    sequence: event.sequence,
    next: done ? null : after(at, RETRY_MS),
  }));
  await query(
    ctx.db,
    sql`update outbox o set attempts = o.attempts + 1, next_attempt_at = r.next
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (sequence bigint, next timestamptz)
      where o.sequence = r.sequence and o.next_attempt_at is not null`,
  );
  return due.length;
}

/** An event whose name is not in the table waits for a release that knows it. */
async function react(ctx: Ctx, event: OutboxEvent, subscriptions: Subscriptions): Promise<boolean> {
  try {
    for (const reaction of subscriptions[event.event] ?? []) await reaction(ctx, event);
    return event.event in subscriptions;
  } catch (error) {
    ctx.log.error("outbox.reaction_failed", {
      event: event.event,
      name: (error as Error).name,
    });
    return false;
  }
}
