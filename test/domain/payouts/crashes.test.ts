import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { createRailEvent } from "#app/domain/payments/index.ts";
import {
  applyDueTransferEvents,
  applyDueTransferLookups,
  createDueSettlementRuns,
  sendPayouts,
  settleGuards,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(() => world?.close());

class Crash extends Error {}

/** Where the process dies: before or after the nth thing that it does outside of itself. Dead, it does nothing more. */
function dying(ctx: Ctx, at: number, side: "before" | "after"): { ctx: Ctx; done: () => number } {
  let count = 0;
  let isDead = false;
  const effect = async <T>(work: () => PromiseLike<T>): Promise<T> => {
    if (isDead) throw new Crash();
    count += 1;
    isDead = count === at;
    if (isDead && side === "before") throw new Crash();
    const result = await work();
    if (isDead) throw new Crash();
    return result;
  };
  const db = new Proxy(ctx.db, {
    get(target, name) {
      if (name === "batch") return (items: Parameters<Ctx["db"]["batch"]>[0]) => effect(() => target.batch(items));
      if (name !== "execute") return Reflect.get(target, name);
      return (statement: Parameters<Ctx["db"]["execute"]>[0]) => {
        const raw = target.execute(statement);
        const run = raw.then.bind(raw);
        // biome-ignore lint/suspicious/noThenProperty: a statement runs when it is awaited, and that is what may not happen.
        return Object.defineProperty(raw, "then", {
          value: (...then: Parameters<Promise<unknown>["then"]>) => effect(() => new Promise(run)).then(...then),
        });
      };
    },
  });
  const rail = ctx.rails.paystack;
  const paystack = {
    ...rail,
    sendTransfers: (orders: Parameters<typeof rail.sendTransfers>[0]) => effect(() => rail.sendTransfers(orders)),
    findTransfer: (reference: string) => effect(() => rail.findTransfer(reference)),
  };
  return { ctx: { ...ctx, db, systemDb: db, rails: { paystack } }, done: () => count };
}

/** How many events of earlier tries the rail has told. */
let heard = 0;

/** The whole way of a payout: settled, sent, told of by an event, asked about for its fee. */
async function wholeWay(ctx: Ctx): Promise<void> {
  await createDueSettlementRuns(ctx);
  while ((await settleGuards(ctx)) > 0);
  await sendPayouts(ctx);
  const { deliveries } = await world.simulator.webhooks.list();
  for (const { body } of deliveries.slice(heard)) {
    await createRailEvent(ctx, ctx.rails.paystack, new TextEncoder().encode(body));
  }
  await applyDueTransferEvents(ctx);
  while ((await applyDueTransferLookups(ctx)) > 0);
}

/** What comes after a death: the next crons, with all their wits. */
async function converge(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    world.pass(10 + 60 * round);
    await wholeWay(world.ctx());
    for (const { reference, steps } of world.paystack.state.transfers.values()) {
      if (steps.length > 0) await world.simulator.moveTransfer(reference);
    }
  }
}

describe.each(["before", "after"] as const)("a process that dies %s any of its steps", (side) => {
  test("leaves nothing that does not converge to one payment", { timeout: 120_000 }, async () => {
    for (let step = 1; step <= 60; step++) {
      const payee = await world.addPayee({ suffix: step % 3 === 0 ? "9001" : "0001" });
      world.pass(24 * 60);
      heard = (await world.simulator.webhooks.list()).deliveries.length;
      const mortal = dying(world.ctx(), step, side);
      const outcome = await wholeWay(mortal.ctx).then(
        () => "survived",
        () => "died",
      );
      await converge();
      const { id, status, attempts } = await world.payoutOf(payee);
      expect({ step, status, attempts }).toEqual({ step, status: "paid", attempts: 1 });
      expect(await world.credits([`${id}-1`])).toBe(1);
      expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
      if (outcome === "survived" && mortal.done() < step) return;
    }
    throw new Error("the way has more steps than were tried");
  });
});
