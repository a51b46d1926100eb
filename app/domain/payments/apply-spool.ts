import { sql } from "drizzle-orm";
import { after, seconds } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { applyIntents } from "./apply-intents.ts";
import { applyRailEvents } from "./apply-rail-events.ts";
import type { TakenIntent } from "./intent.ts";
import { listSpooledEvents, listSpooledIntents, type Spooled, type SpooledEvent } from "./spool.ts";

const BATCH_SIZE = 50;
/** How long a tip may wait for the rail's answer before its intent is taken over without one. */
const ANSWER_WITHIN_MS = seconds(60);

/**
 * Moves what was spooled into the books: tips first, so that their events find them. Each object is deleted only after
 * its row is committed, and replaying it changes nothing. Returns how many objects were moved.
 */
export async function applySpool(ctx: Ctx): Promise<number> {
  return (await applySpooledIntents(ctx)) + (await applySpooledEvents(ctx));
}

async function applySpooledIntents(ctx: Ctx): Promise<number> {
  const intents = (await listSpooledIntents(ctx.files, BATCH_SIZE)).filter(({ value }) => isSettled(ctx, value));
  if (intents.length === 0) return 0;
  const entered = await applyIntents(
    ctx,
    intents.map(({ value }) => value),
  );
  const moved = intents.filter(({ value }) => entered.has(value.intent.tipId));
  if (moved.length < intents.length) ctx.log.error("spool.intents_left", { count: intents.length - moved.length });
  await forget(ctx, moved);
  return moved.length;
}

async function applySpooledEvents(ctx: Ctx): Promise<number> {
  const events = await listSpooledEvents(ctx.files, BATCH_SIZE);
  if (events.length === 0) return 0;
  const ids = await enterEvents(
    ctx,
    events.map(({ value }) => value),
  );
  await forget(ctx, events);
  await applyRailEvents(ctx, ids);
  return events.length;
}

/** An intent without an answer is still being worked on by the request that claimed it, for a while. */
function isSettled(ctx: Ctx, { intent, answer }: TakenIntent): boolean {
  return answer !== undefined || Date.parse(intent.createdAt) < after(ctx.clock.now(), -ANSWER_WITHIN_MS).getTime();
}

async function forget(ctx: Ctx, spooled: readonly Spooled<unknown>[]): Promise<void> {
  if (spooled.length > 0) await ctx.files.delete(spooled.map(({ key }) => key));
}

async function enterEvents(ctx: Ctx, events: readonly SpooledEvent[]): Promise<string[]> {
  const entered = await query<{ id: string }>(
    ctx.db,
    sql`insert into rail_events (id, rail, event, object_id, reference, body_sha256, body, received_at, next_check_at)
      select e.id, e.rail, e.event, e."objectId", e.reference, e."bodySha256", e.body, e."receivedAt", ${ctx.clock.now()}
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e (id text, rail text, event text, "objectId" text,
        reference text, "bodySha256" text, body text, "receivedAt" timestamptz)
      on conflict on constraint rail_events_recorded_once do nothing returning id`,
  );
  return entered.map(({ id }) => id);
}
