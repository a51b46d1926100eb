import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRailEvent } from "#app/domain/payments/index.ts";
import { applyDueTransferEvents, applyDueTransferLookups, sendPayouts } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

const BANK_DOWN = "Sorry, we can't make the transfer to this recipient at the moment";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterEach(async () => {
  await world.simulator.faults.clear();
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

/** A payout whose first reference failed for a reason that may pass, and whose next one is due. */
async function failed() {
  const payee = await world.addPayee({ suffix: "9009" });
  await world.settle();
  await world.send();
  const { id } = await world.payoutOf(payee);
  await world.simulator.moveTransfer(`${id}-1`, { status: "failed", reason: BANK_DOWN });
  world.pass(2);
  await applyDueTransferLookups(world.ctx());
  expect(await world.payoutOf(payee)).toMatchObject({ status: "created", attempts: 1, reason: "bank_down" });
  world.pass(61);
  return { payee, first: `${id}-1`, second: `${id}-2` };
}

describe("before a payout is sent under a next reference", () => {
  test("the rail is asked again, and one that it paid meanwhile is paid, not sent twice", async () => {
    const { payee, first, second } = await failed();
    await world.simulator.moveTransfer(first, { status: "success" });
    expect(await world.send()).toBe(0);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await world.credits([first, second])).toBe(1);
  });

  test.each([
    ["does not answer", { kind: "status", status: 503 }],
    ["answers with half a sentence", { kind: "truncated_json" }],
    ["does not know it yet", { kind: "lagging" }],
  ] as const)("a rail that %s is no failure: nothing is sent until it confirms one", async (_, fault) => {
    const { payee, first, second } = await failed();
    await world.simulator.faults.add({ operation: "transfer.verify", ...fault });
    expect(await world.send()).toBe(0);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "created", attempts: 1 });
    for (let minute = 0; minute < 20; minute++) {
      world.pass(1);
      await applyDueTransferLookups(world.ctx());
      await world.send();
    }
    expect(await world.payoutOf(payee)).toMatchObject({ status: "submitted", attempts: 2 });
    await world.simulator.moveTransfer(second, { status: "success" });
    world.pass(60);
    await applyDueTransferLookups(world.ctx());
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 2 });
    expect(await world.credits([first, second])).toBe(1);
  });

  test("a next reference that got lost on its way is not sent again once an earlier one was paid", async () => {
    const { payee, first, second } = await failed();
    await world.simulator.faults.add({ operation: "transfer.create", kind: "status", status: 504, when: "before" });
    expect(await world.send()).toBe(1);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "unknown", attempts: 2 });
    await world.simulator.moveTransfer(first, { status: "success" });
    for (let round = 0; round < 10; round++) {
      world.pass(60);
      await applyDueTransferLookups(world.ctx());
    }
    expect(world.paystack.state.transfers.has(second)).toBe(false);
    expect(await world.credits([first, second])).toBe(1);
  });

  test("a success that is told of keeps the next reference back until the rail has been asked", async () => {
    const { payee, first, second } = await failed();
    await world.simulator.moveTransfer(first, { status: "success" });
    const { deliveries } = await world.simulator.webhooks.list({ reference: first, event: "transfer.success" });
    const ctx = world.ctx();
    await createRailEvent(ctx, ctx.rails.paystack, new TextEncoder().encode(deliveries[0]?.body));
    world.pass(1);
    await applyDueTransferEvents(world.ctx());
    // The rail's own answer is older than its event.
    const transfer = world.paystack.state.transfers.get(first);
    if (transfer) transfer.status = "failed";
    expect(await sendPayouts(world.ctx())).toBe(0);
    await applyDueTransferLookups(world.ctx());
    expect(await sendPayouts(world.ctx())).toBe(0);
    if (transfer) transfer.status = "success";
    world.pass(60);
    await applyDueTransferLookups(world.ctx());
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await world.credits([first, second])).toBe(1);
  });
});

test("a currency of which nothing may go keeps no other one waiting", async () => {
  const stopped = await world.addPayee();
  const other = await world.addPayee({ organisationId: "org-demo-accra", currency: "GHS", kind: "mobile_money" });
  await world.settle();
  await world.owner.query(
    "update payouts set created_at = created_at - interval '1 minute' where guard_id = $1 and status = 'created'",
    [stopped.guardId],
  );
  await world.owner.query(
    "insert into payout_controls (organisation_id, currency, is_stopped) values ('org-demo-lagos', 'NGN', true)",
  );
  expect(await world.send()).toBe(1);
  expect(await world.payoutOf(other)).toMatchObject({ status: "paid" });
  await world.owner.query("delete from payout_controls");
  expect(await world.send()).toBe(1);
  expect(await world.payoutOf(stopped)).toMatchObject({ status: "paid" });
});
