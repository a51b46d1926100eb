import { describe, expect, test } from "vitest";
import { applyDueRefunds, getRefund, refundTip, releaseRefund, sendRefunds } from "#app/domain/payments/index.ts";
import { holdings, openReturns, type Returns, takeBack } from "#test/factories/returns.ts";

const REASON = "The patron paid twice";

const refundsAtTheRail = async ({ simulator }: Returns) => (await simulator.refunds()).refunds.length;
const stateOf = async (returns: Returns, refundId: string) => (await getRefund(returns.staff(), refundId)).status;

/** A refund of a whole tip that waits for a checker. */
async function requested(returns: Returns) {
  const tip = await returns.paidTip();
  const wish = { tipId: tip.id, cause: "staff" as const, reason: REASON, amountMinor: null };
  const outcome = await refundTip(returns.staff(), wish);
  return { ...tip, refundId: String((outcome as { refundId?: string }).refundId) };
}

/** A refund that is approved and that the rail has no balance for yet. */
async function heldBack(returns: Returns) {
  const tip = await returns.paidTip();
  await returns.simulator.balance({ currency: "NGN", setMinor: 5 });
  const outcome = await takeBack(returns, tip.receipt);
  await returns.settled();
  await returns.simulator.balance({ currency: "NGN", setMinor: 100_000_000 });
  return { ...tip, refundId: String((outcome as { refundId?: string }).refundId) };
}

async function dispute(returns: Returns, tipId: string, resolution?: "declined" | "merchant-accepted"): Promise<void> {
  await returns.simulator.dispute(tipId, resolution ? { event: "resolve", resolution } : { event: "create" });
  await returns.deliver();
}

describe("while a tip is disputed", () => {
  test("a refund that waits for a checker is not approved, and the checker is told why", async () => {
    const returns = await openReturns();
    const { id, refundId } = await requested(returns);
    await dispute(returns, id);
    expect(await releaseRefund(returns.staff({ userId: "usr-checker" }), refundId)).toEqual({ status: "disputed" });
    await returns.settled();
    expect(await stateOf(returns, refundId)).toBe("requested");
    expect(await refundsAtTheRail(returns)).toBe(0);
  });

  test("a refund that was held back is not sent, however often it is due", async () => {
    const returns = await openReturns();
    const { id, refundId } = await heldBack(returns);
    await dispute(returns, id);
    await returns.later(61);
    await sendRefunds(returns.system());
    await returns.later(61);
    expect(await sendRefunds(returns.system())).toBe(0);
    expect(await stateOf(returns, refundId)).toBe("approved");
    expect(await refundsAtTheRail(returns)).toBe(0);
  });

  test("one that the rail is seen not to have is not asked for anew", async () => {
    const returns = await openReturns();
    const { id, receipt } = await returns.paidTip();
    await returns.simulator.faults.add({ operation: "refund.create", kind: "status", status: 503, when: "before" });
    await takeBack(returns, receipt);
    await returns.settled();
    await dispute(returns, id);
    await returns.later(12);
    await applyDueRefunds(returns.system());
    await sendRefunds(returns.system());
    expect(await refundsAtTheRail(returns)).toBe(0);
    await dispute(returns, id, "merchant-accepted");
    await sendRefunds(returns.system());
    expect(await refundsAtTheRail(returns)).toBe(0);
  });
});

describe("once a dispute is over", () => {
  test("that was won, what was held back goes to the patron, once", async () => {
    const returns = await openReturns();
    const { id, refundId } = await heldBack(returns);
    await dispute(returns, id);
    await returns.later(61);
    await sendRefunds(returns.system());
    await dispute(returns, id, "declined");
    await sendRefunds(returns.system());
    await sendRefunds(returns.system());
    expect(await stateOf(returns, refundId)).toBe("pending");
    expect(await refundsAtTheRail(returns)).toBe(1);
  });

  test.each([
    { waiting: "for a checker", begin: requested },
    { waiting: "for the rail's balance", begin: heldBack },
  ])("that was lost, a refund that waited $waiting is rejected: the bank has paid the patron", async ({ begin }) => {
    const returns = await openReturns();
    const { id, refundId } = await begin(returns);
    await dispute(returns, id);
    await dispute(returns, id, "merchant-accepted");
    await returns.later(61);
    await sendRefunds(returns.system());
    expect(await stateOf(returns, refundId)).toBe("rejected");
    expect(await refundsAtTheRail(returns)).toBe(0);
    expect(await releaseRefund(returns.staff({ userId: "usr-checker" }), refundId)).toEqual({
      status: "decided_before",
    });
    expect(await holdings(returns)).toMatchObject({
      ...{ guard_payable: 98_500n, refund_in_transit: 0n, refund_losses: -100_000n, rail_clearing: 1_500n },
    });
    expect(await returns.rows("select reason from reconciliation_items")).toEqual([]);
  });

  test("that was lost, a reserve that a rejected refund had been promised pays the loss", async () => {
    const returns = await openReturns();
    await returns.rows(
      "update organisation_policies set platform_fee_bps = 1000, reserve_bps = 5000 where organisation_id = 'org-demo-lagos' returning version",
    );
    const { id } = await requested(returns);
    expect(await holdings(returns)).toMatchObject({ refund_reserve: 0n });
    await dispute(returns, id, "merchant-accepted");
    expect(await holdings(returns)).toMatchObject({
      refund_reserve: 0n,
      refund_losses: -95_000n,
      guard_payable: 88_500n,
    });
  });

  test("that was lost in part, a new refund may give what is left", async () => {
    const returns = await openReturns();
    const { id, refundId } = await requested(returns);
    await returns.simulator.dispute(id, {
      event: "resolve",
      resolution: "merchant-accepted",
      refundAmountMinor: 40_000,
    });
    await returns.deliver();
    expect(await stateOf(returns, refundId)).toBe("rejected");
    const wish = { tipId: id, cause: "staff" as const, reason: REASON };
    expect(await refundTip(returns.staff(), { ...wish, amountMinor: 60_001n })).toMatchObject({ reason: "too_much" });
    const outcome = await refundTip(returns.staff(), { ...wish, amountMinor: null });
    expect(outcome).toMatchObject({ status: "requested", amount: { minor: 60_000n } });
    const { refundId: second } = outcome as { refundId: string };
    await releaseRefund(returns.staff({ userId: "usr-checker" }), second);
    await returns.settled();
    expect(await stateOf(returns, second)).toBe("pending");
  });
});
