import type { Ctx } from "#app/domain/context.ts";

/** The process died; nothing of it happens any more. */
export class Death extends Error {}

/** One thing a process does outside of itself, and on which side of it the process dies. */
export interface DeathPoint {
  effect: string;
  side: "before" | "after";
}

/**
 * A process that can be killed before or after any effect on the world: a statement, a call to the rail, an object written
 * or deleted, a queue message. Effects are named by the part of the work that they belong to, their kind, and their number.
 */
export function createMortal(point: DeathPoint | null) {
  const counts = new Map<string, number>();
  const effects: string[] = [];
  let part = "";
  let isDead = false;

  async function effect<T>(kind: string, work: () => PromiseLike<T>): Promise<T> {
    if (isDead) throw new Death();
    const count = (counts.get(`${part}: ${kind}`) ?? 0) + 1;
    counts.set(`${part}: ${kind}`, count);
    const name = `${part}: ${kind} ${count}`;
    effects.push(name);
    const isLast = point?.effect === name;
    if (isLast) isDead = true;
    if (isLast && point.side === "before") throw new Death();
    const result = await work();
    if (isDead) throw new Death();
    return result;
  }

  return {
    effects,
    isDead: () => isDead,
    /** What follows is done for this part. */
    enter(name: string): void {
      part = name;
    },
    /** The context as the mortal has it. */
    bind(ctx: Ctx): Ctx {
      const db = mortalDatabase(ctx.db, effect);
      return { ...ctx, db, systemDb: db, ...mortalOutside(ctx, effect) };
    },
  };
}

type Effect = <T>(kind: string, work: () => PromiseLike<T>) => Promise<T>;

function mortalDatabase(db: Ctx["db"], effect: Effect): Ctx["db"] {
  return new Proxy(db, {
    get(target, name) {
      if (name === "batch")
        return (items: Parameters<Ctx["db"]["batch"]>[0]) => effect("transaction", () => target.batch(items));
      if (name !== "execute") return Reflect.get(target, name);
      return (statement: Parameters<Ctx["db"]["execute"]>[0]) => {
        const raw = target.execute(statement);
        const run = raw.then.bind(raw);
        // biome-ignore lint/suspicious/noThenProperty: a statement runs when it is awaited, and that is what may not happen.
        return Object.defineProperty(raw, "then", {
          value: (...then: Parameters<Promise<unknown>["then"]>) =>
            effect("statement", () => new Promise(run)).then(...then),
        });
      };
    },
  });
}

function mortalOutside(ctx: Ctx, effect: Effect): Pick<Ctx, "rails" | "files" | "wake"> {
  const rail = ctx.rails.paystack;
  const paystack: typeof rail = {
    ...rail,
    sendTransfers: (orders) =>
      effect(orders.length === 1 ? "rail transfer" : "rail batch", () => rail.sendTransfers(orders)),
    findTransfer: (reference) => effect("rail look-up", () => rail.findTransfer(reference)),
  };
  const files = {
    list: ctx.files.list.bind(ctx.files),
    get: ctx.files.get.bind(ctx.files),
    put: (...args: Parameters<R2Bucket["put"]>) => effect("R2 put", () => ctx.files.put(...args)),
    delete: (keys: string | string[]) => effect("R2 delete", () => ctx.files.delete(keys)),
  } as R2Bucket;
  return { rails: { ...ctx.rails, paystack }, files, wake: (wakes) => effect("queue message", () => ctx.wake(wakes)) };
}

/** The database as it is when it does not answer. */
export function silentDatabase(ctx: Ctx): Ctx {
  const silence = () => Promise.reject(new DOMException("the database does not answer", "TimeoutError"));
  const db = new Proxy(ctx.db, {
    get: (target, name) => (name === "batch" || name === "execute" ? silence : Reflect.get(target, name)),
  });
  return { ...ctx, db, systemDb: db };
}

/** Object storage of one's own, as far as the spool needs it. */
export function memoryBucket(): R2Bucket {
  const objects = new Map<string, string>();
  const bucket = {
    put: async (key: string, value: string, { onlyIf }: { onlyIf?: { etagDoesNotMatch: string } } = {}) => {
      if (onlyIf && objects.has(key)) return null;
      objects.set(key, value);
      return { key };
    },
    get: async (key: string) => {
      const text = objects.get(key);
      return text === undefined ? null : { key, text: async () => text, json: async () => JSON.parse(text) };
    },
    list: async ({ prefix, limit }: { prefix: string; limit: number }) => {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      return { objects: keys.slice(0, limit).map((key) => ({ key })), truncated: keys.length > limit };
    },
    delete: async (keys: string | string[]) => void [keys].flat().map((key) => objects.delete(key)),
  };
  return bucket as unknown as R2Bucket;
}
