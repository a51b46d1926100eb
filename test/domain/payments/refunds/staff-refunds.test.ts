import pg from "pg";
import { describe, expect, test } from "vitest";
import {
  applyDueRefunds,
  findReserve,
  getRefund,
  listRefunds,
  refundTip,
  releaseRefund,
  sendRefunds,
  voidRefund,
} from "#app/domain/payments/index.ts";
import { createSettlementRun, settleGuards } from "#app/domain/payouts/index.ts";
import { addPayee } from "#test/factories/payouts.ts";
import { post } from "#test/factories/postings.ts";
import { holdings, openReturns, type Returns, takeBack } from "#test/factories/returns.ts";

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
  const outcome = await takeBack(returns, receipt);
  await returns.settled();
  return outcome;
}

const statusOf = async ({ rows }: Returns, tipId: string) =>
  (await rows("select status from tips where id = $1", [tipId]))[0]?.["status"];
const refundStates = async ({ rows }: Returns) =>
  (await rows("select status from refunds order by created_at, id")).map(({ status }) => status);

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
        credit: "bank",
        amount: minor,
        kind: "moved_out",
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
      ...tips.map(({ receipt }) => takeBack(returns, receipt)),
      payOut(returns, 98_500n).catch((error: { constraint?: string }) => error.constraint),
      payOut(returns, 197_000n).catch((error: { constraint?: string }) => error.constraint),
    ];
    await Promise.all(work);
    // Who was told that others were quicker asks again; for the rest it changes nothing.
    for (const { receipt } of tips) await takeBack(returns, receipt);
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

test("what a patron may still take back is not settled; half an hour later it is, and a settlement and refunds at once overdraw nothing", async () => {
  const returns = await openReturns();
  const owner = new pg.Client({ connectionString: returns.database.ownerUrl });
  await owner.connect();
  const { accountId } = await addPayee(owner, returns.rail, { owedMinor: 0n, isKnown: false });
  await owner.query("update payout_accounts set guard_id = 'guard-demo-emeka' where id = $1", [accountId]);
  await owner.end();
  const reserved = () => returns.rows("select amount_minor from payouts");
  const old = await returns.paidTip();
  await returns.later(31);
  const young = await returns.paidTip(50_000n);
  await createSettlementRun(returns.staff());
  await Promise.all([settleGuards(returns.system()), takeBack(returns, young.receipt)]);
  await returns.settled();
  expect(await reserved()).toEqual([{ amount_minor: "98500" }]);
  await refundTip(returns.staff(), { tipId: old.id, cause: "staff", reason: REASON, amountMinor: null });
  expect(await holdings(returns)).toMatchObject({
    guard_payable: 0n,
    payout_in_transit: 98_500n,
    refund_in_transit: 150_000n,
  });
});
