import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { applyDueTransferLookups, sendPayouts, voidUnusablePayouts } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterEach(async () => {
  await world.simulator.faults.clear();
  await world.simulator.settings({ transferOutcome: null, otpRequired: false, starterBusiness: false });
  await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
  await world.owner.query("delete from payout_controls");
  await world.simulator.balance({ currency: "NGN", setMinor: 1_000_000_000_000 });
  // What a test leaves owed or waiting is not the next one's.
  await world.owner.query("update payout_accounts set status = 'replaced' where status = 'active'");
  await voidUnusablePayouts(world.ctx());
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

/** Lets what is left come to an end: asks for everything as if two days had passed in steps. */
async function converge(): Promise<void> {
  for (let round = 0; round < 12; round++) {
    world.pass(60 * (round + 1));
    for (let step = 0; step < 60 && (await applyDueTransferLookups(world.ctx())) > 0; step++);
    await world.send();
  }
}

/** Asante's own people are null. */
async function whoIsTold(kind: string): Promise<(string | null)[]> {
  const { rows } = await world.owner.query("select organisation_id from alerts where kind = $1 order by 1", [kind]);
  return rows.map(({ organisation_id }) => organisation_id);
}

describe("sending", () => {
  test("pays once, and books the fee that the rail names and not the estimate", async () => {
    const payee = await world.addPayee({ owedMinor: 100_000n });
    const fees = await world.held("rail_fees");
    await world.settle();
    expect(await world.send()).toBe(1);
    const payout = await world.payoutOf(payee);
    expect(payout).toMatchObject({ status: "paid", amount_minor: "100000", attempts: 1 });
    expect(await world.held("rail_fees")).toBe(fees);
    world.pass(1);
    await applyDueTransferLookups(world.ctx());
    expect(await world.held("rail_fees")).toBe(fees - 1_000n);
    expect(await world.held("payout_in_transit")).toBe(0n);
    expect(await world.credits([`${payout.id}-1`])).toBe(1);
  });

  test("sends a hundred in one call, the oldest first", async () => {
    const payees = await Promise.all([1, 2, 3, 4, 5].map(() => world.addPayee()));
    await world.settle();
    expect(await sendPayouts(world.ctx())).toBe(5);
    for (const payee of payees) expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
  });

  test.each(["timeout_after", "timeout_before", "reset_mid_body", "truncated_json"] as const)(
    "after %s the same reference is asked for, and the guard is paid once",
    async (kind) => {
      const payee = await world.addPayee();
      await world.settle();
      const operation = "transfer.create";
      if (kind.startsWith("timeout")) {
        // The call is cut off by hand: a client that waits its 20 s would hold up the test.
        await world.simulator.faults.add({
          operation,
          kind: "status",
          status: 504,
          when: kind === "timeout_after" ? "after" : "before",
        });
      } else await world.simulator.faults.add({ operation, kind });
      await world.send();
      expect(await world.payoutOf(payee)).toMatchObject({ status: "unknown", attempts: 1 });
      await converge();
      const payout = await world.payoutOf(payee);
      expect(payout).toMatchObject({ status: "paid", attempts: 1 });
      expect(await world.credits([`${payout.id}-1`])).toBe(1);
    },
  );

  test("a reference that exists is asked about, and never taken for a failure", async () => {
    const payee = await world.addPayee();
    await world.settle();
    const { id, amount_minor } = await world.payoutOf(payee);
    await fetch(`${world.paystack.url}/transfer`, {
      method: "POST",
      headers: { authorization: `Bearer ${world.paystack.secretKey}` },
      body: JSON.stringify({
        source: "balance",
        amount: Number(amount_minor),
        recipient: payee.recipientCode,
        reference: `${id}-1`,
      }),
    });
    await world.send();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "unknown" });
    await converge();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await world.credits([`${id}-1`])).toBe(1);
  });

  test("a failure that may pass by itself is tried again later, under the next reference only", async () => {
    const payee = await world.addPayee({ suffix: "9009" });
    await world.settle();
    await world.send();
    const { id } = await world.payoutOf(payee);
    await world.simulator.moveTransfer(`${id}-1`, {
      status: "failed",
      reason: "Sorry, we can't make the transfer to this recipient at the moment",
    });
    world.pass(2);
    await applyDueTransferLookups(world.ctx());
    expect(await world.payoutOf(payee)).toMatchObject({ status: "created", attempts: 1, reason: "bank_down" });
    world.pass(30);
    expect(await world.send()).toBe(0);
    world.pass(31);
    expect(await world.send()).toBe(1);
    await world.simulator.moveTransfer(`${id}-2`, { status: "success" });
    await converge();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid", attempts: 2 });
    expect((await world.attemptsOf({ id })).map(({ status }) => status)).toEqual(["failed", "succeeded"]);
  });

  test("a closed account is a person's: the money is owed again, and no payout follows until somebody looked", async () => {
    const payee = await world.addPayee({ suffix: "9002" });
    await world.settle();
    await world.send();
    const { id } = await world.payoutOf(payee);
    await world.simulator.moveTransfer(`${id}-1`);
    await converge();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "failed", attempts: 1, reason: "account_closed" });
    expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(100_000n);
    expect(await world.alerts("payout.failed")).toContain(`${id}-1`);
    await world.settle();
    expect((await world.payoutOf(payee)).id).toBe(id);
    await world.owner.query(
      "update payouts set investigated_at = now(), investigated_by = 'staff:usr-x' where id = $1",
      [id],
    );
    await world.settle();
    expect((await world.payoutOf(payee)).id).not.toBe(id);
  });

  test("a reversal days after success gives the guard back what is owed, and the rail's account what it holds", async () => {
    const payee = await world.addPayee({ suffix: "9003" });
    const [fees, clearing] = [await world.held("rail_fees"), await world.held("rail_clearing:paystack")];
    await world.settle();
    await world.send();
    const { id } = await world.payoutOf(payee);
    world.pass(1);
    await applyDueTransferLookups(world.ctx());
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
    world.pass(3 * 24 * 60);
    await world.simulator.moveTransfer(`${id}-1`);
    await world.owner.query("update payout_attempts set next_check_at = $2 where reference = $1", [
      `${id}-1`,
      world.now(),
    ]);
    await applyDueTransferLookups(world.ctx());
    expect(await world.payoutOf(payee)).toMatchObject({ status: "reversed" });
    expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(100_000n);
    expect(await world.held("rail_fees")).toBe(fees);
    expect(await world.held("rail_clearing:paystack")).toBe(clearing);
  });

  test("too small a balance pauses, fails nothing, and pays the oldest first when it is topped up", async () => {
    await world.simulator.balance({ currency: "NGN", setMinor: 150_000 });
    const [first, second] = [await world.addPayee(), await world.addPayee()];
    await world.settle();
    await world.owner.query(
      "update payouts set created_at = created_at - interval '1 minute' where guard_id = $1 and status = 'created'",
      [first.guardId],
    );
    expect(await sendPayouts(world.ctx())).toBe(2);
    expect(await world.payoutOf(first)).toMatchObject({ status: "created", attempts: 1, reason: null });
    expect(await whoIsTold("payouts.insufficient_balance")).toEqual(["org-demo-lagos", null]);
    expect(await world.send()).toBe(0);
    world.pass(6);
    expect(await world.send()).toBe(1);
    expect(await world.payoutOf(first)).toMatchObject({ status: "paid", attempts: 1 });
    expect(await world.payoutOf(second)).toMatchObject({ status: "created", attempts: 1 });
    await world.simulator.balance({ currency: "NGN", setMinor: 1_000_000_000_000 });
    world.pass(6);
    await world.send();
    expect(await world.payoutOf(second)).toMatchObject({ status: "paid", attempts: 1 });
  });

  test("one-time passwords and a starter business stop the lane, with an alert, until a person lets it go on", async () => {
    await world.simulator.settings({ starterBusiness: true });
    const payee = await world.addPayee();
    await world.settle();
    await world.send();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "created", attempts: 1 });
    expect(await whoIsTold("payouts.not_allowed")).toEqual(["org-demo-lagos", null]);
    await world.simulator.settings({ starterBusiness: false, otpRequired: true });
    world.pass(60);
    expect(await world.send()).toBe(0);
    await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null");
    await world.send();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "submitted", attempts: 1 });
    expect(await whoIsTold("payouts.otp_required")).toEqual(["org-demo-lagos", null]);
    const { id } = await world.payoutOf(payee);
    await world.simulator.moveTransfer(`${id}-1`, { status: "success" });
    await converge();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
  });

  test("a bad recipient in a batch keeps none of the others from being paid", async () => {
    const [bad, good] = [await world.addPayee(), await world.addPayee()];
    await world.owner.query("update payout_accounts set recipient_code = 'RCP_nobody' where id = $1", [bad.accountId]);
    await world.settle();
    await world.send();
    expect(await world.payoutOf(bad)).toMatchObject({ status: "failed", reason: "account_invalid", attempts: 1 });
    expect(await world.payoutOf(good)).toMatchObject({ status: "paid", attempts: 1 });
  });

  test("nothing goes out while payouts are stopped, by the organisation or by Asante, nor above a day's cap", async () => {
    const payees = [await world.addPayee(), await world.addPayee(), await world.addPayee()];
    await world.settle();
    for (const organisation of ["org-demo-lagos", "org-platform"]) {
      await world.owner.query(
        "insert into payout_controls (organisation_id, currency, is_stopped) values ($1, 'NGN', true)",
        [organisation],
      );
      expect(await world.send()).toBe(0);
      await world.owner.query("delete from payout_controls");
    }
    await world.owner.query(
      "insert into payout_controls (organisation_id, currency, daily_cap_minor) values ('org-demo-lagos', 'NGN', 250000)",
    );
    expect(await world.send()).toBe(2);
    await world.owner.query("update payout_controls set organisation_id = 'org-platform'");
    expect(await world.send()).toBe(0);
    await world.owner.query("delete from payout_controls");
    expect(await world.send()).toBe(1);
    for (const payee of payees) expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
  });

  test("a payout waits for its account: replaced or about to change, it is cancelled and owed again", async () => {
    const payee = await world.addPayee();
    await world.settle();
    await world.owner.query("update payout_accounts set status = 'replaced' where id = $1", [payee.accountId]);
    expect(await world.send()).toBe(0);
    expect(await voidUnusablePayouts(world.ctx())).toBe(1);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "cancelled", reason: "account_changed" });
    expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(100_000n);
  });

  test("a guard who bears the fee is never brought into debt by it", async () => {
    await converge();
    const payee = await world.addPayee({ owedMinor: 101_000n });
    await world.owner.query(
      "update organisation_policies set transfer_fee_bearer = 'guard' where organisation_id = 'org-demo-lagos'",
    );
    await world.settle();
    await world.owner.query("update organisation_policies set transfer_fee_bearer = 'organisation'");
    expect(await world.payoutOf(payee)).toMatchObject({ amount_minor: "100000" });
    // What was left for the fee is taken meanwhile, as a refund may do.
    const fees = await world.held("rail_fees");
    await world.owner.query(
      `select post_transfers(array_agg(row('take-' || $1, 'take', 'org-demo-lagos', 'NGN', 'guard_payable:' || $1, 'refund_reserve', 600,
        'adjustment', 'take', null, now())::transfer_to_post)) from (select 1) as one`,
      [payee.guardId],
    );
    await world.send();
    await converge();
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
    expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(0n);
    expect(await world.held("rail_fees")).toBe(fees - 600n);
  });

  test("ten senders at once send each payout once", async () => {
    const payees = await Promise.all(Array.from({ length: 8 }, () => world.addPayee()));
    await world.settle();
    const sent = await Promise.all(Array.from({ length: 10 }, () => sendPayouts(world.ctx())));
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(8);
    for (const payee of payees) {
      const { id, status } = await world.payoutOf(payee);
      expect(status).toBe("paid");
      expect(await world.credits([`${id}-1`])).toBe(1);
    }
  });
});
