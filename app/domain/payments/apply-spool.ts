import { sql } from "drizzle-orm";
import { describeFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { after, seconds } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import { applyIntents } from "./apply-intents.ts";
import { applyRailEvents } from "./apply-rail-events.ts";
import { insertEvents } from "./insert-events.ts";
import type { TakenIntent } from "./intent.ts";
import { listSpooledEvents, listSpooledIntents, type Spooled, setAside } from "./spool.ts";

const BATCH_SIZE = 50;
/** How long a tip may wait for the rail's answer before its intent is taken over without one. */
const ANSWER_WITHIN_MS = seconds(60);

/**
 * Moves what was spooled into the books: tips first, so that their events find them. Each object is deleted only after
 * its row is committed, and replaying it changes nothing. One that the database refuses steps aside with an alert.
 * Returns how many objects were moved.
 */
export async function applySpool(ctx: Ctx): Promise<number> {
  return (await applySpooledIntents(ctx)) + (await applySpooledEvents(ctx));
}

async function applySpooledIntents(ctx: Ctx): Promise<number> {
  const intents = (await listSpooledIntents(BATCH_SIZE, ctx)).filter(({ value }) => isSettled(ctx, value));
  return enter(ctx, intents, async (batch) => {
    const entered = await applyIntents(ctx, valuesOf(batch));
    return batch.filter(({ value }) => entered.has(value.intent.tipId));
  });
}

async function applySpooledEvents(ctx: Ctx): Promise<number> {
  return enter(ctx, await listSpooledEvents(BATCH_SIZE, ctx), async (batch) => {
    const ids = await insertEvents(valuesOf(batch), ctx.clock.now(), ctx);
    await applyRailEvents(ctx, ids);
    return batch;
  });
}

type Enter<T> = (batch: readonly Spooled<T>[]) => Promise<readonly Spooled<T>[]>;

/** Enters a batch at once, or object by object when the database refuses the batch; forgets what was entered. */
async function enter<T>(ctx: Ctx, batch: readonly Spooled<T>[], work: Enter<T>): Promise<number> {
  if (batch.length === 0) return 0;
  try {
    const entered = await work(batch);
    if (entered.length < batch.length) ctx.log.error("spool.left", { count: batch.length - entered.length });
    if (entered.length > 0) await ctx.files.delete(entered.map(({ key }) => key));
    return entered.length;
  } catch (error) {
    if (isDatabaseDown(error) || mayPass(error)) throw error;
    ctx.log.error("spool.refused", { count: batch.length, ...describeFault(error) });
    const [only, ...others] = batch;
    if (only && others.length === 0) return refuse(ctx, only);
    let moved = 0;
    for (const one of batch) moved += await enter(ctx, [one], work);
    return moved;
  }
}

/** A deadlock (class 40) or a missing grant or column (class 42) says nothing about the object: it stays for the next run. */
function mayPass(error: unknown): boolean {
  return /^4[02]/.test(String(describeFault(error)["code"] ?? ""));
}

/** Nothing is thrown away: what the database refuses waits aside, and someone is told. */
async function refuse(ctx: Ctx, one: Spooled<unknown>): Promise<number> {
  const aside = await setAside(ctx.files, one);
  const at = ctx.clock.now();
  await query(
    ctx.db,
    sql`insert into alerts (id, kind, subject, detail, raised_at)
      values (${newId("alt", at, ctx.randomness)}, 'spool.refused', ${aside}, 'could not be entered into the books', ${at})
      on conflict do nothing`,
  );
  return 1;
}

function valuesOf<T>(batch: readonly Spooled<T>[]): T[] {
  return batch.map(({ value }) => value);
}

/**
 * An intent without an answer is still being worked on by the request that claimed it, for a while. What is no intent at
 * all waits for nobody: it is tried, refused and set aside like any other.
 */
function isSettled(ctx: Ctx, taken: Partial<TakenIntent> | null): boolean {
  const startedAt = Date.parse(taken?.intent?.createdAt ?? "");
  const isRecent = startedAt >= after(ctx.clock.now(), -ANSWER_WITHIN_MS).getTime();
  return taken?.answer !== undefined || !isRecent;
}
