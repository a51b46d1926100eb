import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRailEvent } from "#app/domain/payments/index.ts";
import {
  applyDueTransferEvents,
  applyDueTransferLookups,
  findTransferApproval,
  sendPayouts,
  voidPayout,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { tell } from "#test/factories/payouts.ts";
import { post } from "#test/factories/postings.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterEach(async () => {
  await world.endEverything();
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

const AMOUNT = 100_000n;
const held = (code: string) => world.held(code);

/** A payout whose first transfer failed by the rail's own word, and whose second is at the rail (or, before that, waits). */
async function failedOnce({ isSentAgain }: { isSentAgain: boolean }) {
  const payee = await world.addPayee({ suffix: "9009", owedMinor: AMOUNT });
  await world.settle();
  await world.send();
  const { id } = await world.payoutOf(payee);
  // It is asked about again before the next one goes.
  await world.simulator.moveTransfer(`${id}-1`, { status: "failed", reason: "Issuer down" });
  await tell(world.ctx(), `${id}-1`, "failed", { failure: "bank_down" });
  expect(await world.payoutOf(payee)).toMatchObject({ status: "created", attempts: 1 });
  if (isSentAgain) {
    world.pass(61);
    expect(await sendPayouts(world.ctx())).toBe(1);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "submitted", attempts: 2 });
  }
  return { payee, id, first: `${id}-1`, second: `${id}-2` };
}

/** Money of the organisation's that pays what guards must not give back. */
async function fundReserve(amount: bigint): Promise<void> {
  await post(world.owner, { id: `reserve-${world.now().getTime()}`, credit: "refund_reserve", amount });
}

const statuses = async (id: string) => (await world.attemptsOf({ id })).map(({ status }) => status);

describe("a transfer that failed and was paid after all, while its payout had gone on", () => {
  test("is booked: the guard's new money, then the reserve, then the organisation bear it, and finance is told", async () => {
    const { payee, first, second } = await failedOnce({ isSentAgain: true });
    const clearing = await held("rail_clearing:paystack");
    await post(world.owner, { id: `new-${payee.guardId}`, credit: `guard_payable:${payee.guardId}`, amount: 10_000n });
    await fundReserve(30_000n);
    const { paystack } = world.ctx().rails;
    const question = { amountMinor: AMOUNT, currency: "NGN", recipientCode: payee.recipientCode };
    const mayGoOn = () => findTransferApproval(world.ctx(), paystack, { ...question, reference: second });
    expect(await mayGoOn()).toBe(true);
    await tell(world.ctx(), first, "succeeded");
    expect(await mayGoOn()).toBe(false);
    expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
    expect(await held("refund_reserve")).toBe(0n);
    expect(await held("refund_losses")).toBe(-60_000n);
    expect(await held("rail_clearing:paystack")).toBe(clearing - 40_000n + AMOUNT);
    expect(await world.alerts("payout.paid_after_failure")).toContain(first);
  });

  test("without any reserve or money of the guard's, twice in one batch, is the organisation's loss", async () => {
    const [one, other] = [await failedOnce({ isSentAgain: true }), await failedOnce({ isSentAgain: true })];
    await fundReserve(50_000n);
    const losses = await held("refund_losses");
    await tell(world.ctx(), [one.first, other.first], "succeeded");
    expect(await held("refund_reserve")).toBe(0n);
    expect(await held("refund_losses")).toBe(losses - 150_000n);
  });

  test("is not sent a third time when the second fails, for whatever reason: it is paid, and who bore it has it back", async () => {
    const losses = await held("refund_losses");
    for (const failure of ["bank_down", "account_closed"] as const) {
      const { payee, id, first, second } = await failedOnce({ isSentAgain: true });
      await tell(world.ctx(), first, "succeeded");
      expect(await held("refund_losses")).toBe(losses - AMOUNT);
      await tell(world.ctx(), second, "failed", { failure });
      expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 2 });
      expect(await statuses(id)).toEqual(["succeeded", "failed"]);
      expect(await held("refund_losses")).toBe(losses);
      expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
      world.pass(3 * 24 * 60);
      expect(await world.send()).toBe(0);
    }
  });

  test("during the second call, which the rail then refuses, ends the payout as paid", async () => {
    const { payee, id, first } = await failedOnce({ isSentAgain: false });
    world.pass(61);
    const ctx = world.ctx();
    const sendTransfers = async () => {
      await tell(world.ctx(), first, "succeeded");
      const refused = { status: "refused", refusal: "insufficient_balance", failure: "other" } as const;
      return { answers: [refused], httpStatus: 400, tookMs: 1 };
    };
    const paystack = { ...ctx.rails.paystack, sendTransfers };
    expect(await sendPayouts({ ...ctx, rails: { paystack } })).toBe(1);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 2 });
    expect(await statuses(id)).toEqual(["succeeded", "failed"]);
    expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
  });

  test("and then sent back leaves the payout paid by the other one, whichever it is", async () => {
    for (const isFirst of [true, false]) {
      const losses = await held("refund_losses");
      const { payee, id, first, second } = await failedOnce({ isSentAgain: true });
      await tell(world.ctx(), first, "succeeded");
      await tell(world.ctx(), second, "succeeded");
      expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
      await tell(world.ctx(), isFirst ? first : second, "reversed");
      expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
      expect(await held("refund_losses")).toBe(losses);
      expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
      await tell(world.ctx(), isFirst ? second : first, "reversed");
      expect(await world.payoutOf(payee)).toMatchObject({ status: "reversed" });
      expect(await statuses(id)).toEqual(["reversed", "reversed"]);
      expect(await held(`guard_payable:${payee.guardId}`)).toBe(AMOUNT);
    }
  });
});

describe("a payout that had ended", () => {
  test("as cancelled is paid when a transfer of it was, and finance is told that it was", async () => {
    const { payee, id, first } = await failedOnce({ isSentAgain: false });
    expect(await voidPayout(world.as("finance"), { payoutId: id, reason: "guard asked" })).toEqual({
      status: "cancelled",
    });
    await tell(world.ctx(), first, "succeeded");
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
    expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
    expect(await world.alerts("payout.paid_after_cancel")).toEqual([first]);
  });

  test("as failed is paid by an earlier transfer, and as owed as before when that comes back", async () => {
    const { payee, id, first, second } = await failedOnce({ isSentAgain: true });
    await tell(world.ctx(), second, "failed", { failure: "account_closed" });
    expect(await world.payoutOf(payee)).toMatchObject({ status: "failed" });
    await tell(world.ctx(), first, "succeeded");
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
    await tell(world.ctx(), first, "reversed");
    expect(await world.payoutOf(payee)).toMatchObject({ status: "reversed" });
    expect(await statuses(id)).toEqual(["reversed", "failed"]);
    expect(await held(`guard_payable:${payee.guardId}`)).toBe(AMOUNT);
  });

  test("as reversed is paid again when an earlier transfer of it was paid after all", async () => {
    const { payee, first, second } = await failedOnce({ isSentAgain: true });
    await tell(world.ctx(), second, "succeeded");
    await tell(world.ctx(), second, "reversed");
    expect(await world.payoutOf(payee)).toMatchObject({ status: "reversed" });
    await tell(world.ctx(), first, "succeeded");
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
    expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
  });
});

describe("an answer that the books refuse", () => {
  test("keeps no other from being booked, and is shown to people of its organisation, however it came", async () => {
    const [bad, good] = [await world.addPayee({ suffix: "9009" }), await world.addPayee({ suffix: "9009" })];
    await world.settle();
    await world.send();
    const reference = `${(await world.payoutOf(bad)).id}-1`;
    await post(world.owner, { id: `${reference}:paid`, amount: 1n });
    for (const payee of [bad, good]) {
      await world.simulator.moveTransfer(`${(await world.payoutOf(payee)).id}-1`, { status: "success" });
    }
    world.pass(1);
    while ((await applyDueTransferLookups(world.ctx())) > 0);
    expect(await world.payoutOf(bad)).toMatchObject({ status: "submitted" });
    expect(await world.payoutOf(good)).toMatchObject({ status: "paid" });
    expect(world.errors.splice(0).length).toBeGreaterThan(0);
    const { rows } = await world.owner.query(
      "select organisation_id, subject from alerts where kind = 'payout.not_applied'",
    );
    expect(rows).toEqual([{ organisation_id: "org-demo-lagos", subject: reference }]);
    await world.owner.query("delete from alerts where kind = 'payout.not_applied'");
    const { deliveries } = await world.simulator.webhooks.list();
    for (const { body } of deliveries.filter((one) => one.body.includes(reference))) {
      await createRailEvent(world.ctx(), world.ctx().rails.paystack, new TextEncoder().encode(body));
    }
    world.pass(10);
    await applyDueTransferEvents(world.ctx());
    world.errors.splice(0);
    expect(await world.alerts("payout.not_applied")).toEqual([reference]);
  });
});

describe("a fee", () => {
  test("that the guard bears, named at once by the webhook and by a look-up, is booked once", async () => {
    await world.owner.query("update organisation_policies set transfer_fee_bearer = 'guard'");
    for (let trial = 0; trial < 5; trial++) {
      const payee = await world.addPayee({ suffix: "9009", owedMinor: 101_000n });
      await world.settle();
      await world.send();
      const { id } = await world.payoutOf(payee);
      await tell(world.ctx(), `${id}-1`, "succeeded", { railFeeMinor: null });
      const fees = await held("rail_fees");
      await Promise.all([1, 2, 3, 4].map(() => tell(world.ctx(), `${id}-1`, "succeeded", { railFeeMinor: 1_000n })));
      expect(await held(`guard_payable:${payee.guardId}`)).toBe(0n);
      expect(await held("rail_fees")).toBe(fees);
    }
    await world.owner.query("update organisation_policies set transfer_fee_bearer = 'organisation'");
  });
});
