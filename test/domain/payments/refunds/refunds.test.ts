import pg from "pg";
import { describe, expect, test } from "vitest";
import {
  applyDueRefunds,
  findReserve,
  getRefund,
  listRefunds,
  refundOwnTip,
  refundTip,
  releaseRefund,
  sendRefunds,
  voidRefund,
} from "#app/domain/payments/index.ts";
import { findReceipt } from "#app/domain/tips/index.ts";
import { post } from "#test/factories/postings.ts";
import { holdings, openReturns, type Returns } from "#test/factories/returns.ts";

const REASON = "The patron paid twice";

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
  const outcome = await refundOwnTip(returns.system(), receipt);
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
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => refundOwnTip(returns.system(), receipt)));
    expect(outcomes.filter(({ status }) => status === "approved")).toHaveLength(1);
    await Promise.all([sendRefunds(returns.system()), sendRefunds(returns.system())]);
    expect(await refundsOf(returns, id)).toHaveLength(1);
  });

  test("not after half an hour, and not by a link that is not a receipt's", async () => {
    const returns = await openReturns();
    const { receipt } = await returns.paidTip();
    await returns.later(30);
    expect(await refundOwnTip(returns.system(), receipt)).toMatchObject({ status: "refused", reason: "too_late" });
    expect(await refundOwnTip(returns.system(), "A".repeat(26))).toEqual({ status: "not_found" });
    expect(await refundOwnTip(returns.system(), "no token")).toEqual({ status: "not_found" });
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
    await refundOwnTip({ ...ctx, rails: { paystack: { ...paystack, startRefund: dies } } }, receipt);
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

describe("staff refund", () => {
  test("a part, then the rest and no more; the tip says which", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    const wish = { tipId: id, cause: "staff" as const, reason: REASON };
    await returns.rows("update organisation_policies set refund_check_above_minor = 1000000 returning version");
    expect(await refundTip(returns.staff(), { ...wish, amountMinor: 40_000n })).toMatchObject({ status: "approved" });
    await sendRefunds(returns.system());
    await finish(returns, id);
    expect(await statusOf(returns, id)).toBe("partially_refunded");
    expect(await refundTip(returns.staff(), { ...wish, amountMinor: 60_001n })).toMatchObject({
      status: "refused",
      reason: "too_much",
    });
    expect(await refundTip(returns.staff(), { ...wish, amountMinor: null })).toMatchObject({
      amount: { minor: 60_000n },
    });
    await sendRefunds(returns.system());
    await finish(returns, id);
    expect(await statusOf(returns, id)).toBe("refunded");
    expect((await returns.simulator.bank(id)).byCurrency["NGN"]?.payerRefundsMinor).toBe(100_000);
  });

  test("above the limit only with a second person, who is not the first", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    const outcome = await refundTip(returns.staff(), { tipId: id, cause: "staff", reason: REASON, amountMinor: null });
    expect(outcome).toMatchObject({ status: "requested" });
    const refundId = (outcome as { refundId: string }).refundId;
    expect(await holdings(returns)).toMatchObject({ guard_payable: 0n, refund_in_transit: 100_000n });
    expect(await sendRefunds(returns.system())).toBe(0);
    await expect(releaseRefund(returns.staff(), refundId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const checker = returns.staff({ userId: "usr-checker" });
    expect(await releaseRefund(checker, refundId)).toEqual({ status: "approved" });
    expect(await releaseRefund(checker, refundId)).toEqual({ status: "decided_before" });
    expect(await voidRefund(checker, { refundId, reason: "too late" })).toEqual({ status: "decided_before" });
    const story = await getRefund(returns.staff(), refundId);
    expect(story.parts.guard.minor).toBe(98_500n);
    expect(story.history.map(({ status }) => status).slice(0, 2)).toEqual(["requested", "approved"]);
  });

  test("that a checker rejects gives everything back to whom it was taken from", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    const before = await holdings(returns);
    const outcome = await refundTip(returns.staff(), { tipId: id, cause: "staff", reason: REASON, amountMinor: null });
    const { refundId } = outcome as { refundId: string };
    await voidRefund(returns.staff({ userId: "usr-checker" }), { refundId, reason: "Not a mistake" });
    expect(await holdings(returns)).toMatchObject(before);
    expect(
      await refundTip(returns.staff(), { tipId: id, cause: "staff", reason: REASON, amountMinor: 5n }),
    ).toMatchObject({ status: "requested" });
  });

  test("nothing of another organisation, and nothing as an auditor", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    const wish = { tipId: id, cause: "staff" as const, reason: REASON, amountMinor: null };
    const stranger = returns.staff({ organisationId: "org-demo-nairobi" });
    await expect(refundTip(stranger, wish)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(refundTip(returns.staff({ role: "auditor" }), wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(refundTip(returns.staff({ secondFactorAt: null }), wish)).rejects.toMatchObject({
      code: "STEP_UP_REQUIRED",
    });
    const outcome = await refundTip(returns.staff(), wish);
    const { refundId } = outcome as { refundId: string };
    const foreign = returns.staff({ organisationId: "org-demo-nairobi", userId: "usr-checker" });
    await expect(releaseRefund(foreign, refundId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(voidRefund(foreign, { refundId, reason: "no" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const cursors = { after: null, before: null };
    expect((await listRefunds(stranger, cursors)).rows).toEqual([]);
    expect((await listRefunds(returns.staff({ role: "auditor" }), cursors)).rows).toHaveLength(1);
  });
});

describe("a guard is never in debt", () => {
  async function payOut({ database }: Returns, minor: bigint): Promise<void> {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const debit = "guard_payable:guard-demo-emeka";
    try {
      await post(owner, {
        id: `out-${minor}-${Date.now()}`,
        debit,
        credit: "payout_in_transit",
        amount: minor,
        kind: "payout_reserved",
      });
    } finally {
      await owner.end();
    }
  }

  test("a refund after the payout comes from the reserve, and what that has not is the organisation's loss", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    await payOut(returns, 98_500n);
    const later = await returns.paidTip(50_000n);
    await cancel(returns, receipt);
    // The later tip is not this one's: it stays the guard's.
    expect(await holdings(returns)).toMatchObject({ guard_payable: 49_250n, refund_losses: -100_000n });
    await sendRefunds(returns.system());
    await finish(returns, id);
    expect(await statusOf(returns, later.id)).toBe("succeeded");
  });

  test("refunds and payouts at the same moment never take the same money twice", async () => {
    const returns = await openReturns();
    const tips = await Promise.all([returns.paidTip(), returns.paidTip(), returns.paidTip()]);
    const work = [
      ...tips.map(({ receipt }) => refundOwnTip(returns.system(), receipt)),
      payOut(returns, 98_500n).catch((error: { constraint?: string }) => error.constraint),
      payOut(returns, 197_000n).catch((error: { constraint?: string }) => error.constraint),
    ];
    await Promise.all(work);
    await returns.settled();
    const held = await holdings(returns);
    expect(held["guard_payable"]).toBeGreaterThanOrEqual(0n);
    expect(await refundStates(returns)).toEqual(["pending", "pending", "pending"]);
  });
});

test("the reserve is a share of the platform's fee, pays first, and its figures are the ledger's", async () => {
  const returns = await openReturns();
  await returns.rows(
    "update organisation_policies set platform_fee_bps = 1000, reserve_bps = 5000 where organisation_id = 'org-demo-lagos' returning version",
  );
  const { receipt } = await returns.paidTip();
  expect(await holdings(returns)).toMatchObject({ fee_income: 5_000n, refund_reserve: 5_000n, guard_payable: 88_500n });
  await cancel(returns, receipt);
  expect(await findReserve(returns.staff())).toMatchObject({
    balance: { minor: 0n },
    funded: { minor: 5_000n },
    forRefunds: { minor: 5_000n },
    losses: { minor: 6_500n },
    inTransit: { minor: 100_000n },
    reserveBps: 5_000,
  });
});

test("the rail's fee is the organisation's where its policy says so", async () => {
  const returns = await openReturns();
  await returns.rows("update organisation_policies set refund_fee_bearer = 'organisation' returning version");
  const { receipt } = await returns.paidTip();
  await cancel(returns, receipt);
  expect(await holdings(returns)).toMatchObject({ rail_fees: -1_500n, refund_in_transit: 100_000n });
  expect((await holdings(returns))["refund_losses"] ?? 0n).toBe(0n);
});
