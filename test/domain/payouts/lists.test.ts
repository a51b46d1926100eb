import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { applyDueTransferLookups, applyTransferLists, sendPayouts } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

const SENT = 25;

describe("when the rail's events are lost", () => {
  test("transfers that were sent together are settled by the rail's list, not one by one", async () => {
    const payees = await Promise.all(Array.from({ length: SENT }, () => world.addPayee({ suffix: "9009" })));
    await world.settle();
    expect(await world.send()).toBe(SENT);
    for (const payee of payees) {
      await world.simulator.moveTransfer(`${(await world.payoutOf(payee)).id}-1`, { status: "success" });
    }
    // The rail lives in the machine's present, and its list is asked for by when transfers were made.
    await world.owner.query("update payout_attempts set at = now() where status = 'submitted'");
    world.pass(2);
    expect(await applyTransferLists(world.ctx())).toBe(SENT);
    for (const payee of payees) expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await applyTransferLists(world.ctx())).toBe(0);
  });

  test("what is in doubt is asked about before what wants only its fee", async () => {
    const payee = await world.addPayee();
    await world.settle();
    await world.simulator.faults.add({ operation: "transfer.create", kind: "status", status: 504, when: "after" });
    await world.send();
    const { id } = await world.payoutOf(payee);
    world.pass(10);
    await world.owner.query("update payout_attempts set next_check_at = $1 where status = 'succeeded'", [
      new Date(world.now().getTime() - 3_600_000),
    ]);
    await applyDueTransferLookups(world.ctx());
    expect(await world.payoutOf(payee)).toMatchObject({ id, status: "paid" });
  });
});

test("a claim runs from when it was made, however long the rail was asked before", async () => {
  const payee = await world.addPayee();
  await world.settle();
  await world.owner.query(
    "update payout_lanes set paused_reason = 'insufficient_balance', paused_at = now(), retry_at = '2026-01-01Z' where currency = 'NGN'",
  );
  const ctx = world.ctx();
  const { paystack } = ctx.rails;
  const slow: Ctx = {
    ...ctx,
    clock: { now: () => world.now() },
    rails: {
      paystack: {
        ...paystack,
        findBalances: async () => {
          world.pass(3);
          return paystack.findBalances();
        },
        sendTransfers: async (orders) => {
          const { rows } = await world.owner.query("select claimed_until from payouts where status = 'sending'");
          expect(rows[0]?.claimed_until.getTime()).toBeGreaterThan(world.now().getTime());
          return paystack.sendTransfers(orders);
        },
      },
    },
  };
  expect(await sendPayouts(slow)).toBe(1);
  expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
});
