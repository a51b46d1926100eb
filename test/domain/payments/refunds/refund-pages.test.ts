import { describe, expect, test } from "vitest";
import {
  applyDueRefunds,
  findRefundTerms,
  findReserve,
  getRefund,
  listRefunds,
  listReserveUses,
  refundTip,
  releaseRefund,
  sendRefunds,
} from "#app/domain/payments/index.ts";
import { getTip, listTips } from "#app/domain/tips/index.ts";
import { openReturns, type Returns } from "#test/factories/returns.ts";

const REASON = "The patron paid twice";
const FIRST = { after: null, before: null };
const EVERYTHING = { ...FIRST, search: "", siteId: null, status: null, amountMinor: null, from: null, to: null };

const withReserve = ({ rows }: Returns) =>
  rows(
    "update organisation_policies set platform_fee_bps = 1000, reserve_bps = 5000, refund_check_above_minor = 50000 where organisation_id = 'org-demo-lagos' returning version",
  );
const wish = (tipId: string, amountMinor: bigint | null = null) => ({
  ...{ tipId, amountMinor, cause: "staff" as const, reason: REASON },
});

describe("a refund's terms", () => {
  test("say who would bear it and whether a second person is needed, and are what the refund then does", async () => {
    const returns = await openReturns();
    await withReserve(returns);
    const { id } = await returns.paidTip();
    const small = await findRefundTerms(returns.staff(), { tipId: id, amountMinor: 50_000n });
    expect(small.verdict).toMatchObject({
      isPossible: true,
      needsApproval: false,
      parts: { guard: { minor: 50_000n } },
    });
    const terms = await findRefundTerms(returns.staff(), { tipId: id, amountMinor: null });
    expect(terms).toMatchObject({
      ...{ charged: { minor: 100_000n }, left: { minor: 100_000n }, checkAbove: { minor: 50_000n } },
      verdict: {
        needsApproval: true,
        parts: { guard: { minor: 88_500n }, reserve: { minor: 5_000n }, loss: { minor: 6_500n } },
      },
    });
    const outcome = await refundTip(returns.staff(), wish(id));
    const story = await getRefund(returns.staff(), (outcome as { refundId: string }).refundId);
    expect(story).toMatchObject({ isOwn: true, needsApproval: true });
    expect(terms.verdict).toMatchObject({ amount: story.amount, parts: story.parts });
    expect((await findRefundTerms(returns.staff(), { tipId: id, amountMinor: null })).verdict).toEqual({
      isPossible: false,
      reason: "refunded_before",
    });
  });

  test("are nobody's but finance's of the same organisation, with a fresh second factor", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    const ask = (actor: Parameters<Returns["staff"]>[0]) =>
      findRefundTerms(returns.staff(actor), { tipId: id, amountMinor: null });
    await expect(ask({ organisationId: "org-demo-nairobi" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask({ role: "auditor" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(ask({ secondFactorAt: null })).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    const unread = findRefundTerms(returns.staff(), { tipId: "no tip", amountMinor: null });
    await expect(unread).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a refund's form", () => {
  const refundId = "rf-01jform0000000000000000000";

  test("sent again and again, and by two at once, is one refund", async () => {
    const returns = await openReturns();
    await withReserve(returns);
    const { id } = await returns.paidTip();
    const send = () => refundTip(returns.staff(), { ...wish(id, 20_000n), refundId });
    const outcomes = await Promise.all([send(), send(), send()]);
    for (const outcome of [...outcomes, await send()]) {
      expect(outcome).toEqual({ status: "approved", refundId, amount: { minor: 20_000n, currency: "NGN" } });
    }
    await returns.settled();
    expect((await returns.simulator.refunds()).refunds).toHaveLength(1);
    expect(
      await returns.rows("select count(*)::int as count from audit_log where action = 'refund.requested'"),
    ).toEqual([{ count: 1 }]);
  });

  test("tells nothing of a refund of another tip that has its id", async () => {
    const returns = await openReturns();
    const [one, other] = [await returns.paidTip(), await returns.paidTip()];
    await refundTip(returns.staff(), { ...wish(one.id), refundId });
    const stolen = refundTip(returns.staff(), { ...wish(other.id), refundId });
    await expect(stolen).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a tip's story", () => {
  test("adds up: what was charged, what each took of it, what the guard has, and what went back", async () => {
    const returns = await openReturns();
    await withReserve(returns);
    const { id } = await returns.paidTip();
    await refundTip(returns.staff(), wish(id, 20_000n));
    await returns.settled();
    const tip = await getTip(returns.staff({ role: "auditor" }), id);
    expect(tip).toMatchObject({
      ...{ status: "succeeded", charged: { minor: 100_000n }, railFee: { minor: 1_500n } },
      ...{ platformFee: { minor: 10_000n }, credited: { minor: 88_500n }, net: { minor: 68_500n } },
      refunds: [{ status: "pending", amount: { minor: 20_000n } }],
      disputes: [],
      settlement: { status: "owed" },
    });
    expect(tip.history.map(({ status }) => status)).toEqual(["initiated", "pending", "succeeded"]);
    expect(tip.postings.map(({ kind }) => kind)).toContain("refund_guard");
    await expect(getTip(returns.staff({ organisationId: "org-demo-nairobi" }), id)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("is found by the receipt's code however it is typed, by guard, amount, status and day, and by nobody else", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip(70_000n);
    await returns.paidTip(30_000n, 1);
    const staff = returns.staff({ role: "operations" });
    const found = async (list: Partial<Parameters<typeof listTips>[1]>, ctx = staff) =>
      (await listTips(ctx, { ...EVERYTHING, ...list })).rows.map((tip) => tip.id);
    const { receiptCode, guardName } = await getTip(staff, id);
    expect(await found({ search: `${receiptCode.slice(0, 4)}-${receiptCode.slice(4)}`.toLowerCase() })).toEqual([id]);
    expect(await found({ search: id })).toEqual([id]);
    expect(await found({ search: guardName })).toEqual([id]);
    expect(await found({ amountMinor: 70_000n })).toEqual([id]);
    expect(await found({ status: "succeeded" })).toHaveLength(2);
    expect(await found({ status: "failed" })).toEqual([]);
    expect(await found({ to: "2020-01-01" })).toEqual([]);
    expect(await found({ search: receiptCode }, returns.staff({ organisationId: "org-demo-nairobi" }))).toEqual([]);
  });

  test("stands in a list of pages, of which none is lost or shown twice", async () => {
    const returns = await openReturns();
    const made = [await returns.paidTip(), await returns.paidTip(), await returns.paidTip()];
    const first = await listTips(returns.staff(), { ...EVERYTHING, size: 2 });
    const second = await listTips(returns.staff(), { ...EVERYTHING, size: 2, after: first.older });
    const shown = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(shown.sort()).toEqual(made.map(({ id }) => id).sort());
    expect(first.rows).toHaveLength(2);
    expect(second.older).toBeNull();
  });
});

describe("a list of refunds", () => {
  test("is narrowed by status and found by receipt, guard or tip, and says what waits for a dispute", async () => {
    const returns = await openReturns();
    const { id } = await returns.paidTip();
    await refundTip(returns.staff(), wish(id));
    const { receiptCode, guardName } = await getTip(returns.staff(), id);
    const list = async (narrowed: object) => (await listRefunds(returns.staff(), { ...FIRST, ...narrowed })).rows;
    expect(await list({ statuses: ["requested"] })).toMatchObject([
      { tipId: id, receiptCode, guardName, isDisputed: false },
    ]);
    expect(await list({ statuses: ["processed", "failed"] })).toEqual([]);
    for (const search of [receiptCode, guardName, id]) expect(await list({ search })).toHaveLength(1);
    expect(await list({ search: "Nobody Of This Name" })).toEqual([]);
    await returns.simulator.dispute(id, { event: "create" });
    await returns.deliver();
    expect(await list({})).toMatchObject([{ isDisputed: true }]);
    expect(await getRefund(returns.staff(), String((await list({}))[0]?.id))).toMatchObject({
      disputeId: expect.stringMatching(/^dp-/),
    });
  });
});

describe("the reserve's page", () => {
  test("lists what took from it and what came back, and its figures add up to what is in it", async () => {
    const returns = await openReturns();
    await withReserve(returns);
    const [refunded, failing, lost] = [await returns.paidTip(), await returns.paidTip(), await returns.paidTip()];
    const checker = returns.staff({ userId: "usr-checker" });
    for (const { id } of [refunded, failing]) {
      const outcome = await refundTip(returns.staff(), wish(id));
      await releaseRefund(checker, (outcome as { refundId: string }).refundId);
      await returns.settled();
    }
    await sendRefunds(returns.system());
    const { refunds } = await returns.simulator.refunds();
    for (const one of refunds) {
      await returns.simulator.moveRefund(one.id, one.transactionReference === failing.id ? "failed" : "processed");
    }
    await returns.later(60);
    await applyDueRefunds(returns.system());
    await returns.simulator.dispute(lost.id, { event: "resolve", resolution: "merchant-accepted" });
    await returns.deliver();
    const reserve = await findReserve(returns.staff());
    const { balance, funded, forRefunds, forDisputes, forPayouts } = reserve;
    expect(funded.minor).toBe(15_000n);
    expect(balance.minor).toBe(funded.minor - forRefunds.minor - forDisputes.minor - forPayouts.minor);
    const { rows } = await listReserveUses(returns.staff({ role: "auditor" }), FIRST);
    const sumOf = (giver: string) =>
      rows
        .filter((use) => use.giver === giver)
        .reduce((sum, use) => sum + (use.isReturned ? -use.amount.minor : use.amount.minor), 0n);
    expect(sumOf("reserve")).toBe(forRefunds.minor + forDisputes.minor);
    expect(sumOf("organisation")).toBe(reserve.losses.minor);
    expect(rows.some(({ isReturned }) => isReturned)).toBe(true);
    expect(rows.find(({ subject }) => subject === "dispute")?.subjectId).toMatch(/^dp-/);
    expect((await listReserveUses(returns.staff({ organisationId: "org-demo-nairobi" }), FIRST)).rows).toEqual([]);
  });
});
