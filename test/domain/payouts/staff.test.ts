import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  archivePayoutFailure,
  createSettlementRun,
  findGuardSettlement,
  findTipSettlement,
  listWaitingGuards,
  releasePayoutLane,
  releasePayouts,
  settleGuards,
  updatePayoutControls,
  voidPayout,
} from "#app/domain/payouts/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { checkBooks } from "#db/check.ts";
import { addGuardTip } from "#test/factories/guard-tips.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { post } from "#test/factories/postings.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

const as = (role: Role, userId = "usr-finance", organisationId = "org-demo-lagos") => {
  const { database } = world;
  const staff = { organisationId, role, userId, secondFactorAt: world.now() };
  return staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: world.now() }, staff);
};

describe("finance", () => {
  test("runs a settlement now, once a day, and another person approves what it made", async () => {
    const payee = await world.addPayee();
    const run = await createSettlementRun(as("finance", "usr-maker"));
    expect(run).toMatchObject({ status: "created", businessDate: "2026-03-06" });
    expect(await createSettlementRun(as("finance", "usr-other"))).toEqual({
      status: "already_run",
      businessDate: "2026-03-06",
    });
    while ((await settleGuards(world.ctx())) > 0);
    const { id, approval_reason } = await world.payoutOf(payee);
    expect(approval_reason).toBe("manual");
    const payoutIds = [id];
    expect(await releasePayouts(as("finance", "usr-maker"), { payoutIds })).toEqual({
      released: [],
      ownRequests: [id],
    });
    const foreign = as("finance", "usr-checker", "org-demo-nairobi");
    expect(await releasePayouts(foreign, { payoutIds })).toEqual({ released: [], ownRequests: [] });
    expect(await world.send()).toBe(0);
    expect(await releasePayouts(as("finance", "usr-checker"), { payoutIds })).toEqual({
      released: [id],
      ownRequests: [],
    });
    expect(await releasePayouts(as("finance", "usr-checker"), { payoutIds })).toEqual({
      released: [],
      ownRequests: [],
    });
    expect(await world.send()).toBe(1);
    expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
  });

  test("cancels a payout before it is sent, and not after; its money is owed again", async () => {
    const payee = await world.addPayee();
    await world.settle();
    const { id } = await world.payoutOf(payee);
    await expect(voidPayout(as("finance"), { payoutId: id, reason: " " })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const foreign = as("finance", "usr-x", "org-demo-nairobi");
    await expect(voidPayout(foreign, { payoutId: id, reason: "mine" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await voidPayout(as("finance"), { payoutId: id, reason: "guard asked" })).toEqual({ status: "cancelled" });
    expect(await voidPayout(as("finance"), { payoutId: id, reason: "again" })).toEqual({ status: "too_late" });
    expect(await world.held(`guard_payable:${payee.guardId}`)).toBe(100_000n);
    await world.settle();
    await world.send();
    const next = await world.payoutOf(payee);
    expect(next).toMatchObject({ status: "paid" });
    expect(await voidPayout(as("finance"), { payoutId: next.id, reason: "late" })).toEqual({ status: "too_late" });
  });

  test("stops and caps payouts, and only Asante's own people do so for everybody or let a lane go on", async () => {
    const wishes = { currency: "NGN", isStopped: true, stopReason: "a doubt", dailyCapMinor: 5n };
    await updatePayoutControls(as("finance"), { ...wishes, scope: "organisation" });
    await expect(updatePayoutControls(as("owner"), { ...wishes, scope: "platform" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { rows } = await world.owner.query(
      "select organisation_id, is_stopped, daily_cap_minor from payout_controls",
    );
    expect(rows).toEqual([{ organisation_id: "org-demo-lagos", is_stopped: true, daily_cap_minor: "5" }]);
    await updatePayoutControls(as("platform"), { ...wishes, scope: "platform", isStopped: false, dailyCapMinor: null });
    await world.owner.query("delete from payout_controls");
    await world.owner.query(
      "update payout_lanes set paused_reason = 'otp_required', paused_at = now() where currency = 'NGN'",
    );
    const lane = { rail: "paystack", currency: "NGN" };
    await expect(releasePayoutLane(as("owner"), lane)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await releasePayoutLane(as("platform"), lane)).toEqual({ status: "released" });
    expect(await releasePayoutLane(as("platform"), lane)).toEqual({ status: "not_paused" });
  });

  test("sees who waits, and why", async () => {
    const [small, held, none] = [
      await world.addPayee({ owedMinor: 9_000n }),
      await world.addPayee({ owedMinor: 50_000n }),
      await world.addPayee({ owedMinor: 60_000n }),
    ];
    await world.owner.query(
      "update payout_accounts set status = 'held', held_until = now(), active_at = null where guard_id = $1",
      [held.guardId],
    );
    await world.owner.query("update payout_accounts set status = 'replaced' where guard_id = $1", [none.guardId]);
    const first = await world.addPayee({ owedMinor: 70_000n, isKnown: false });
    await world.settle();
    const waiting = new Map((await listWaitingGuards(as("auditor"))).map(({ guardId, reason }) => [guardId, reason]));
    expect(waiting.get(small.guardId)).toBe("fee_too_large");
    expect(waiting.get(first.guardId)).toBe("awaits_approval");
    expect(waiting.get(held.guardId)).toBe("account_held");
    expect(waiting.get(none.guardId)).toBe("no_account");
    expect(await listWaitingGuards(as("auditor", "usr-x", "org-demo-accra"))).toEqual([]);
  });

  test("looks into a failure once, in its own organisation only", async () => {
    const payee = await world.addPayee({ suffix: "9002" });
    await world.settle();
    await world.send();
    const { id } = await world.payoutOf(payee);
    expect(await archivePayoutFailure(as("finance"), { payoutId: id, note: "" })).toEqual({
      status: "nothing_to_investigate",
    });
    await world.owner.query("update payout_attempts set status = 'failed', next_check_at = null where payout_id = $1", [
      id,
    ]);
    await world.owner.query("update payouts set status = 'failed', moves = moves + 1, ended_at = now() where id = $1", [
      id,
    ]);
    await world.owner.query(
      "insert into payout_history select organisation_id, id, moves, status, 'test', now() from payouts where id = $1",
      [id],
    );
    await post(world.owner, {
      id: `${id}:return`,
      reference: id,
      kind: "payout_returned",
      debit: "payout_in_transit",
      credit: `guard_payable:${payee.guardId}`,
      amount: 100_000n,
    });
    const foreign = as("finance", "usr-x", "org-demo-nairobi");
    await expect(archivePayoutFailure(foreign, { payoutId: id, note: "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await archivePayoutFailure(as("finance"), { payoutId: id, note: "called" })).toEqual({
      status: "investigated",
    });
    expect(await archivePayoutFailure(as("finance"), { payoutId: id, note: "" })).toEqual({
      status: "nothing_to_investigate",
    });
  });

  test.each(["auditor", "operations", "admin"] as const)("an actor of the role %s moves no money", async (role) => {
    const ctx = as(role);
    const refused = { code: "FORBIDDEN" };
    await expect(createSettlementRun(ctx)).rejects.toMatchObject(refused);
    await expect(releasePayouts(ctx, { payoutIds: [] })).rejects.toMatchObject(refused);
    await expect(voidPayout(ctx, { payoutId: "po-x", reason: "x" })).rejects.toMatchObject(refused);
    await expect(archivePayoutFailure(ctx, { payoutId: "po-x", note: "" })).rejects.toMatchObject(refused);
    const controls = {
      scope: "organisation",
      currency: "NGN",
      isStopped: false,
      stopReason: null,
      dailyCapMinor: null,
    } as const;
    await expect(updatePayoutControls(ctx, controls)).rejects.toMatchObject(refused);
  });
});

describe("a tip's money", () => {
  test("is owed, in payout, and settled as the payouts reach it, the oldest first, and owed again after a reversal", async () => {
    const payee = await world.addPayee({ owedMinor: 0n, suffix: "9003" });
    const tips = ["tip-settle-1", "tip-settle-2"];
    for (const tip of tips) await addGuardTip(world.owner, { guardId: payee.guardId, id: tip });
    const states = async () =>
      (await Promise.all(tips.map((tip) => findTipSettlement(world.ctx(), tip)))).map(({ status }) => status);
    expect(await states()).toEqual(["owed", "owed"]);
    await world.settle();
    expect(await states()).toEqual(["in_payout", "in_payout"]);
    expect(await findGuardSettlement(as("operations"), payee.guardId)).toMatchObject({
      owed: { minor: 0n, currency: "NGN" },
      inPayout: { minor: 100_000n },
    });
    await addGuardTip(world.owner, { guardId: payee.guardId, id: "tip-settle-3" });
    tips.push("tip-settle-3");
    await world.send();
    expect(await states()).toEqual(["settled", "settled", "owed"]);
    const { id } = await world.payoutOf(payee);
    await world.simulator.moveTransfer(`${id}-1`);
    await world.owner.query("update payout_attempts set next_check_at = $2 where reference = $1", [
      `${id}-1`,
      world.now(),
    ]);
    const { applyDueTransferLookups } = await import("#app/domain/payouts/index.ts");
    while ((await applyDueTransferLookups(world.ctx())) > 0);
    expect(await states()).toEqual(["owed", "owed", "owed"]);
    expect(await findTipSettlement(world.ctx(), "tip-nobody")).toEqual({ status: "none" });
  });
});
