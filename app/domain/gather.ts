import { seconds } from "../core/time.ts";
import type { Ctx } from "./context.ts";

interface Entry<Item, Result> {
  item: Item;
  outcome?: { ok: true; result: Result } | { ok: false; error: unknown };
}

interface Group<Item, Result> {
  waiting: Entry<Item, Result>[];
  running: Promise<void> | null;
}

type Work<Item, Result> = (items: readonly Item[], ctx: Ctx) => Promise<readonly Result[]>;

/** Longer than any statement may take: whoever waits longer was forgotten, and does its work alone. */
const PATIENCE_MS = seconds(3);

/**
 * Lets requests that come at the same time share one round trip, as a database's group commit does. The first goes at
 * once and alone; those that come meanwhile go together when it is back, by the hand of one of them. Each hears its own
 * result, and only after the work is done; a failure of the work is heard by all of its batch. The work must bear to be
 * done twice for an item. Measured where many come at once: less than half the processor time an event.
 */
export function gather<Item, Result>(
  batchSize: number,
  work: Work<Item, Result>,
): (item: Item, ctx: Ctx) => Promise<Result> {
  const groups = new WeakMap<Ctx["db"], Group<Item, Result>>();
  return async (item, ctx) => {
    const group = groups.get(ctx.db) ?? { waiting: [], running: null };
    groups.set(ctx.db, group);
    const entry: Entry<Item, Result> = { item };
    group.waiting.push(entry);
    while (!entry.outcome) {
      group.running ??= ctx.seeThrough(runBatch(group, batchSize, work, ctx));
      if (await isForgotten(group.running)) {
        group.waiting = group.waiting.filter((other) => other !== entry);
        entry.outcome = { ok: true, result: (await work([item], ctx))[0] as Result };
      }
    }
    if (entry.outcome.ok) return entry.outcome.result;
    throw entry.outcome.error;
  };
}

async function runBatch<Item, Result>(
  group: Group<Item, Result>,
  batchSize: number,
  work: Work<Item, Result>,
  ctx: Ctx,
): Promise<void> {
  const batch = group.waiting.splice(0, batchSize);
  const items = batch.map(({ item }) => item);
  try {
    const results = await work(items, ctx);
    for (const [i, entry] of batch.entries()) entry.outcome = { ok: true, result: results[i] as Result };
  } catch (error) {
    for (const entry of batch) entry.outcome = { ok: false, error };
  } finally {
    group.running = null;
  }
}

async function isForgotten(work: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forgotten = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), PATIENCE_MS);
  });
  try {
    return await Promise.race([work.then(() => false), forgotten]);
  } finally {
    clearTimeout(timer);
  }
}
