import { describe, expect, test } from "vitest";
import { applyDueRefunds, patronKeyOf, refundOwnTip, sendRefunds } from "#app/domain/payments/index.ts";
import { findReceipt, findTip } from "#app/domain/tips/index.ts";
import { holdings, openReturns, type Returns, takeBack } from "#test/factories/returns.ts";

async function refundsOf({ simulator }: Returns, tipId: string) {
  return (await simulator.refunds()).refunds.filter((one) => one.transactionReference === tipId);
}

async function finish(returns: Returns, tipId: string): Promise<void> {
  await returns.settled();
  for (const { id, status } of await refundsOf(returns, tipId)) {
    if (status !== "processed") await returns.simulator.moveRefund(id, "processed");
  }
  await returns.later(60);
  await applyDueRefunds(returns.system());
}

/** A patron's cancel, and what goes on after the answer. */
async function cancel(returns: Returns, receipt: string) {
  const outcome = await takeBack(returns, receipt);
  await returns.settled();
  return outcome;
}

const statusOf = async ({ rows }: Returns, tipId: string) =>
  (await rows("select status from tips where id = $1", [tipId]))[0]?.["status"];
const refundStates = async ({ rows }: Returns) =>
  (await rows("select status from refunds order by created_at, id")).map(({ status }) => status);

describe("a patron takes a payment back", () => {
  test("and gets all of it: the guard gives what the tip left, the organisation what no reserve had", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    expect(await cancel(returns, receipt)).toMatchObject({ status: "approved" });
    expect(await holdings(returns)).toMatchObject({
      guard_payable: 0n,
      refund_in_transit: 100_000n,
      refund_losses: -1_500n,
    });
    await sendRefunds(returns.system());
    expect(await findReceipt(returns.system(), receipt)).toMatchObject({ refund: { status: "on_its_way" } });
    await finish(returns, id);
    expect(await statusOf(returns, id)).toBe("refunded");
    expect(await holdings(returns)).toMatchObject({ guard_payable: 0n, refund_in_transit: 0n, rail_clearing: 1_500n });
    expect((await returns.simulator.bank(id)).byCurrency["NGN"]?.payerRefundsMinor).toBe(100_000);
    expect(await findReceipt(returns.system(), receipt)).toMatchObject({
      refund: { status: "done" },
      mayCancelUntil: null,
    });
  });

  test("once, however often and however many at once they press", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => takeBack(returns, receipt)));
    expect(outcomes.filter(({ status }) => status === "approved")).toHaveLength(1);
    await Promise.all([sendRefunds(returns.system()), sendRefunds(returns.system())]);
    expect(await refundsOf(returns, id)).toHaveLength(1);
  });

  test("and nobody else: who only knows the tip's id, its receipt's link or another tip's key takes nothing back", async () => {
    const returns = await openReturns();
    const [mine, other] = [await returns.paidTip(), await returns.paidTip()];
    const { qrSigningKeys } = returns.system().settings;
    const auditor = returns.staff({ role: "auditor", userId: "usr-auditor" });
    const seen = await findTip(returns.system(), mine.id);
    expect(seen?.receiptToken).toBe(mine.receipt);
    for (const keys of [[], [mine.id], [mine.receipt], [await patronKeyOf(other.id, qrSigningKeys)]]) {
      for (const ctx of [returns.system(), auditor]) {
        expect(await refundOwnTip(ctx, { receiptToken: mine.receipt, keys })).toEqual({ status: "not_own" });
      }
      expect(await findReceipt(returns.system(), mine.receipt, keys)).toMatchObject({ isOwn: false });
    }
    expect(await returns.rows("select id from refunds")).toEqual([]);
    const keys = [await patronKeyOf(other.id, qrSigningKeys), await patronKeyOf(mine.id, qrSigningKeys)];
    expect(await findReceipt(returns.system(), mine.receipt, keys)).toMatchObject({ isOwn: true });
    const older = { ...returns.system().settings, qrSigningKeys: ["k".repeat(40), ...qrSigningKeys] };
    const rotated = { ...returns.system(), settings: older };
    expect(await refundOwnTip(rotated, { receiptToken: mine.receipt, keys })).toMatchObject({ status: "approved" });
    await returns.settled();
  });

  test("not after half an hour, and not by a link that is not a receipt's", async () => {
    const returns = await openReturns();
    const { receipt } = await returns.paidTip();
    await returns.later(30);
    expect(await takeBack(returns, receipt)).toMatchObject({ status: "refused", reason: "too_late" });
    expect(await takeBack(returns, "A".repeat(26))).toEqual({ status: "not_found" });
    expect(await takeBack(returns, "no token")).toEqual({ status: "not_found" });
  });

  test("and the audit log says so without an address", async () => {
    const returns = await openReturns();
    const { receipt } = await returns.paidTip();
    await cancel(returns, receipt);
    expect(await returns.rows("select actor, address from audit_log where action = 'refund.requested'")).toEqual([
      { actor: "patron", address: null },
    ]);
  });
});

describe("a rail that loses its answer", () => {
  test.each(["timeout_after", "reset_mid_body", "truncated_json"] as const)(
    "(%s) is looked at before it is asked anew: the patron gets the money once",
    async (kind) => {
      const returns = await openReturns();
      const { id, receipt } = await returns.paidTip();
      // A timeout is not waited for: the connection is what breaks.
      const fault =
        kind === "timeout_after" ? { kind: "status" as const, status: 504, when: "after" as const } : { kind };
      await returns.simulator.faults.add({ operation: "refund.create", ...fault });
      await cancel(returns, receipt);
      expect(await refundStates(returns)).toEqual(["unknown"]);
      await returns.later(20);
      await applyDueRefunds(returns.system());
      await sendRefunds(returns.system());
      expect(await refundStates(returns)).toEqual(["pending"]);
      await finish(returns, id);
      expect(await refundsOf(returns, id)).toHaveLength(1);
      expect((await returns.simulator.bank(id)).byCurrency["NGN"]?.payerRefundsMinor).toBe(100_000);
    },
  );

  test("before it took the call is asked again, once it was silent long enough", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    await returns.simulator.faults.add({ operation: "refund.create", kind: "status", status: 503, when: "before" });
    await cancel(returns, receipt);
    await returns.later(2);
    await applyDueRefunds(returns.system());
    expect(await refundsOf(returns, id)).toHaveLength(0);
    expect(await refundStates(returns)).toEqual(["unknown"]);
    await returns.later(10);
    await applyDueRefunds(returns.system());
    await sendRefunds(returns.system());
    expect(await refundStates(returns)).toEqual(["pending"]);
    expect(await refundsOf(returns, id)).toHaveLength(1);
  });

  test("a worker that died at the rail leaves a refund that is looked up, not sent again", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    const ctx = returns.system();
    const { paystack } = ctx.rails;
    const dies: typeof paystack.startRefund = async (order) => {
      await paystack.startRefund(order);
      throw new Error("killed");
    };
    await takeBack(returns, receipt, { ...ctx, rails: { paystack: { ...paystack, startRefund: dies } } });
    await returns.settled();
    expect(await refundStates(returns)).toEqual(["sending"]);
    await returns.later(5);
    await applyDueRefunds(returns.system());
    expect(await refundStates(returns)).toEqual(["pending"]);
    expect(await refundsOf(returns, id)).toHaveLength(1);
  });

  test("a refund that it refuses gives everybody their money back, and the receipt says so", async () => {
    const returns = await openReturns();
    const { receipt } = await returns.paidTip();
    const before = await holdings(returns);
    const body = { status: false, message: "Transaction cannot be refunded", code: "invalid_params" };
    await returns.simulator.faults.add({
      operation: "refund.create",
      kind: "status",
      status: 400,
      when: "before",
      body,
    });
    await cancel(returns, receipt);
    expect(await refundStates(returns)).toEqual(["failed"]);
    expect(await holdings(returns)).toMatchObject(before);
    expect(await findReceipt(returns.system(), receipt)).toMatchObject({
      status: "succeeded",
      refund: { status: "failed" },
    });
  });

  test("a balance that is too small holds a refund back; it goes when there is one", async () => {
    const returns = await openReturns();
    const { receipt } = await returns.paidTip();
    await returns.simulator.balance({ currency: "NGN", setMinor: 5 });
    await cancel(returns, receipt);
    expect(await refundStates(returns)).toEqual(["approved"]);
    await returns.simulator.balance({ currency: "NGN", setMinor: 1_000_000 });
    await returns.later(61);
    await sendRefunds(returns.system());
    expect(await refundStates(returns)).toEqual(["pending"]);
  });

  test("one that fails at the bank after it was taken returns the money, and a processed one is final", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    const before = await holdings(returns);
    await cancel(returns, receipt);
    await sendRefunds(returns.system());
    for (const one of await refundsOf(returns, id)) await returns.simulator.moveRefund(one.id, "failed");
    await returns.deliver();
    expect(await refundStates(returns)).toEqual(["failed"]);
    expect(await holdings(returns)).toMatchObject(before);
  });
});

describe("events of refunds", () => {
  test("in any order, twice, with amounts as strings or numbers, say what the rail's list says", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    await cancel(returns, receipt);
    await sendRefunds(returns.system());
    const [refund] = await refundsOf(returns, id);
    for (const status of ["processing", "needs-attention", "processed"] as const) {
      await returns.simulator.moveRefund(refund?.id ?? 0, status);
    }
    await returns.deliver((bodies) => [...bodies, ...bodies].reverse());
    expect(await refundStates(returns)).toEqual(["processed"]);
    expect(await statusOf(returns, id)).toBe("refunded");
    const open = await returns.rows(
      "select event from rail_events where event like 'refund.%' and status <> 'applied'",
    );
    expect(open).toEqual([]);
  });

  test("stay due while the rail cannot be asked", async () => {
    const returns = await openReturns();
    const { receipt } = await returns.paidTip();
    await cancel(returns, receipt);
    await sendRefunds(returns.system());
    await returns.simulator.faults.add({
      operation: "refund.list",
      kind: "status",
      status: 503,
      when: "before",
      times: 5,
    });
    await returns.deliver();
    const [event] = await returns.rows("select status, next_check_at from rail_events where event = 'refund.pending'");
    expect(event).toMatchObject({ status: "received", next_check_at: expect.any(Date) });
  });

  test("of a refund that nobody here asked for open one item for reconciliation, and book nothing", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    const before = await holdings(returns);
    await fetch(`${returns.rail.url}/refund`, {
      method: "POST",
      headers: { authorization: `Bearer ${returns.rail.secretKey}` },
      body: JSON.stringify({ transaction: id, amount: 700 }),
    });
    await returns.deliver((bodies) => [...bodies, ...bodies.map((body) => `${body} `)]);
    expect(await returns.rows("select reason, amount_minor, is_held from reconciliation_items")).toEqual([
      { reason: "refund_not_ours", amount_minor: "700", is_held: false },
    ]);
    expect(await holdings(returns)).toEqual(before);
  });
});
