import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyDueTransferLookups,
  findGuardSettlement,
  findPayoutControls,
  findPayoutNeeds,
  findSettlementPlan,
  getPayout,
  getSettlementRun,
  listPayoutExport,
  listPayoutLanes,
  listPayouts,
  listSettlementRuns,
  listTipSettlements,
  type PayoutTotal,
  updatePayoutControls,
} from "#app/domain/payouts/index.ts";
import { readPayoutFilters } from "#app/domain/payouts/input.ts";
import type { Role } from "#app/domain/permissions.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import type { Payee } from "#test/factories/payouts.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";

const LAGOS = "org-demo-lagos";
const NAIROBI = "org-demo-nairobi";

let world: PayoutWorld;
let paid: Payee;
let first: Payee;
let closed: Payee;
let lost: Payee;
let down: Payee;

/** One payout of each kind: in doubt, paid, to approve, failed for a person, and failed for now. */
beforeAll(async () => {
  world = await openPayoutWorld();
  lost = await world.addPayee({ owedMinor: 300_000n });
  await world.settle();
  await world.simulator.faults.add({ operation: "transfer.create", kind: "status", status: 504, when: "before" });
  await world.send();
  paid = await world.addPayee({ owedMinor: 100_000n });
  first = await world.addPayee({ owedMinor: 500_000n, isKnown: false });
  closed = await world.addPayee({ owedMinor: 200_000n, suffix: "9009" });
  down = await world.addPayee({ owedMinor: 400_000n, suffix: "9009" });
  await world.settle();
  await world.send();
  const [shut, ill] = [await world.payoutOf(closed), await world.payoutOf(down)];
  await world.simulator.moveTransfer(`${shut.id}-1`, { status: "failed", reason: "Account closed" });
  await world.simulator.moveTransfer(`${ill.id}-1`, {
    status: "failed",
    reason: "Sorry, we can't make the transfer to this recipient at the moment",
  });
  // The one that is lost stays so: the others alone are asked for.
  await world.owner.query("update payout_attempts set next_check_at = $1 where status = 'submitted'", [world.now()]);
  await world.owner.query(
    "update payout_attempts set next_check_at = next_check_at + interval '9 days' where status = 'unknown'",
  );
  await applyDueTransferLookups(world.ctx());
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

const as = (role: Role, organisationId = LAGOS, userId = "usr-finance"): Ctx => {
  const { database } = world;
  const staff = { organisationId, role, userId, secondFactorAt: world.now() };
  return staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: world.now() }, staff);
};

const list = (address = "") => ({
  ...readPayoutFilters(new URLSearchParams(address)),
  after: null,
  before: null,
});

const said = (totals: readonly PayoutTotal[]) =>
  Object.fromEntries(totals.map(({ group, payouts, total }) => [group, [payouts, total.minor]]));

describe("the list of payouts", () => {
  test("has every payout in its group, with what the groups come to", async () => {
    const { rows, totals } = await listPayouts(as("auditor"), list());
    // The newest payout of each guard counts: each was paid once long ago.
    const groups = new Map(rows.toReversed().map(({ guardId, group }) => [guardId, group]));
    expect(groups.get(lost.guardId)).toBe("in_doubt");
    expect(groups.get(first.guardId)).toBe("to_approve");
    expect(groups.get(closed.guardId)).toBe("failed");
    expect(groups.get(down.guardId)).toBe("retrying");
    expect(said(totals)).toMatchObject({
      in_doubt: [1, 300_000n],
      to_approve: [1, 500_000n],
      failed: [1, 200_000n],
      retrying: [1, 400_000n],
    });
    expect(said(await findPayoutNeeds(as("auditor")))).toEqual({
      in_doubt: [1, 300_000n],
      to_approve: [1, 500_000n],
      failed: [1, 200_000n],
    });
  });

  test.each([
    ["status=to_approve", () => [first]],
    ["status=paid&reason=first", () => []],
    ["reason=account_closed", () => [closed]],
    ["reason=first", () => [first]],
    ["status=no-such-thing&q=payee&sort=-amount", () => [first, down, lost, closed]],
  ])("is narrowed by %s", async (address, wanted) => {
    const { rows } = await listPayouts(as("finance"), list(address));
    const live = rows.filter(({ id, guardId }) => !id.startsWith("po-past") && guardId !== paid.guardId);
    expect(live.map(({ guardId }) => guardId)).toEqual(wanted().map(({ guardId }) => guardId));
  });

  test("finds a payout by a reference, by the guard's employee id, and by its run", async () => {
    const { id } = await world.payoutOf(closed);
    const byReference = await listPayouts(as("finance"), list(`q=${id}-1`));
    expect(byReference.rows.map((row) => row.id)).toEqual([id]);
    const byEmployee = await listPayouts(as("finance"), list(`q=${closed.guardId}&status=failed`));
    expect(byEmployee.rows.map((row) => row.id)).toEqual([id]);
    const [row] = byReference.rows;
    const byRun = await listPayouts(as("finance"), list(`run=${row?.runId}&guard=${closed.guardId}`));
    expect(byRun.rows.map((each) => each.id)).toEqual([id]);
  });

  test.each(["", "sort=amount", "sort=-guard"])("comes in pages that together are the whole, %s", async (address) => {
    const ctx = as("finance");
    const whole = (await listPayoutExport(ctx, list(address))).rows.map(({ id }) => id);
    const found: string[] = [];
    for (let after: string | null = null, turn = 0; turn < 20; turn++) {
      const page: Awaited<ReturnType<typeof listPayouts>> = await listPayouts(ctx, {
        ...list(address),
        after,
        size: 2,
      });
      found.push(...page.rows.map(({ id }) => id));
      after = page.older;
      if (after === null) break;
    }
    expect(found).toEqual(whole);
    expect(new Set(found).size).toBe(found.length);
  });
});

describe("a payout's story", () => {
  test("has its account masked, what was owed, its attempts with the rail's answers, and its postings", async () => {
    const { id } = await world.payoutOf(closed);
    const story = await getPayout(as("auditor"), id);
    expect(story).toMatchObject({
      group: "failed",
      reason: "account_closed",
      destinationName: "GTBank",
      numberEnd: "9009",
      owedThen: { minor: 200_000n, currency: "NGN" },
      approved: null,
      events: [],
    });
    expect(story.history.map(({ status }) => status)).toEqual(["created", "sending", "submitted", "failed"]);
    expect(story.tries).toMatchObject([{ reference: `${id}-1`, status: "failed", calls: 1, httpStatus: 200 }]);
    expect(story.transfers.map(({ kind, amount }) => [kind, amount.minor])).toEqual([
      ["payout_reserved", 200_000n],
      ["payout_returned", 200_000n],
    ]);
  });

  test("has the rail's own events, and those of its own references only", async () => {
    const { id } = await world.payoutOf(paid);
    await world.owner.query(
      `insert into rail_events (id, rail, event, concerns, object_id, reference, body_sha256, body, status, received_at, settled_at)
       select 'evt-' || r, 'paystack', 'transfer.success', 'payout', r, r, r, '{}', 'not_handled', now(), now()
       from unnest($1::text[]) r`,
      [[`${id}-1`, "po-somebody-elses-1"]],
    );
    const { events } = await getPayout(as("finance"), id);
    expect(events).toMatchObject([{ reference: `${id}-1`, event: "transfer.success", status: "not_handled" }]);
    await expect(getPayout(as("finance", NAIROBI), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("settlement runs", () => {
  test("are listed by business date, each with what it made and where that stands", async () => {
    const { rows } = await listSettlementRuns(as("auditor"), { after: null, before: null });
    expect(rows.map(({ businessDate }) => businessDate).slice(0, 2)).toEqual(["2026-03-08", "2026-03-07"]);
    // Of the dates before the first settlement, only the newest was run; the rest are covered by it.
    expect(rows[2]).toMatchObject({ businessDate: "2026-03-06", status: "covered", payouts: 0 });
    const run = await getSettlementRun(as("auditor"), rows[0]?.id ?? "");
    expect(run).toMatchObject({ status: "created", cause: "daily", payouts: 4, total: { minor: 1_200_000n } });
    expect(run.lookedAt).toBe(run.accounts);
    expect(said(run.totals)).toEqual({
      paid: [1, 100_000n],
      to_approve: [1, 500_000n],
      failed: [1, 200_000n],
      retrying: [1, 400_000n],
    });
    await expect(getSettlementRun(as("finance", NAIROBI), run.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("what holds payouts", () => {
  test("is the organisation's switch and cap, Asante's own, and lanes that are paused", async () => {
    const wishes = { currency: "NGN", isStopped: true, stopReason: "a doubt", dailyCapMinor: 5_000n };
    await updatePayoutControls(as("finance"), { ...wishes, scope: "organisation" });
    await updatePayoutControls(as("platform"), { ...wishes, scope: "platform", isStopped: false, dailyCapMinor: 7n });
    await world.owner.query(
      "update payout_lanes set paused_reason = 'otp_required', paused_at = now() where currency = 'NGN'",
    );
    expect(await findPayoutControls(as("auditor"))).toMatchObject({
      isStopped: true,
      stopReason: "a doubt",
      dailyCap: { minor: 5_000n, currency: "NGN" },
      isStoppedForAll: false,
      dailyCapForAll: { minor: 7n, currency: "NGN" },
      lanes: [{ rail: "paystack", currency: "NGN", reason: "otp_required" }],
    });
    expect(await findPayoutControls(as("auditor", NAIROBI))).toMatchObject({
      isStopped: false,
      dailyCap: null,
      lanes: [],
    });
    const platform = { ...world.ctx(), actor: as("platform").actor };
    const lanes = await listPayoutLanes(platform);
    expect(lanes.find(({ currency }) => currency === "NGN")).toMatchObject({
      pausedReason: "otp_required",
      dailyCap: { minor: 7n },
      balance: { currency: "NGN" },
    });
    await expect(listPayoutLanes(as("owner"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("counts what was sent on the organisation's own day", async () => {
    expect((await findPayoutControls(as("auditor"))).sentToday.minor).toBe(100_000n);
    world.pass(24 * 60);
    expect((await findPayoutControls(as("auditor"))).sentToday.minor).toBe(0n);
    await world.owner.query("update payouts set sent_at = $1 where guard_id = $2", [world.now(), paid.guardId]);
    expect((await findPayoutControls(as("auditor"))).sentToday.minor).toBe(200_000n);
  });
});

const READS: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  listPayouts: (ctx) => listPayouts(ctx, list()),
  listPayoutExport: (ctx) => listPayoutExport(ctx, list()),
  findPayoutNeeds,
  listSettlementRuns: (ctx) => listSettlementRuns(ctx, { after: null, before: null }),
  getSettlementRun: (ctx) => getSettlementRun(ctx, "run-x"),
  getPayout: (ctx) => getPayout(ctx, "po-x"),
  findPayoutControls,
  findSettlementPlan,
};

test.each(Object.keys(READS))("%s refuses who may not read payouts", async (name) => {
  await expect(READS[name]?.(as("operations"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(READS[name]?.(world.ctx())).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a guard's money and tips are no other organisation's, and no patron's", async () => {
  const of = { guardId: paid.guardId, tipIds: ["tip-x"] };
  expect(await findGuardSettlement(as("operations"), paid.guardId)).toMatchObject({ paid: { minor: 200_000n } });
  expect(await findGuardSettlement(as("operations", NAIROBI), paid.guardId)).toMatchObject({
    owed: { minor: 0n, currency: "KES" },
    paid: { minor: 0n },
  });
  expect((await listTipSettlements(as("operations", NAIROBI), of)).size).toBe(0);
  await expect(findGuardSettlement(world.ctx(), paid.guardId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(listTipSettlements(world.ctx(), of)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("another organisation sees none of it", async () => {
  const foreign = as("owner", NAIROBI);
  expect(await listPayouts(foreign, list())).toMatchObject({ rows: [], totals: [] });
  expect((await listPayoutExport(foreign, list())).rows).toEqual([]);
  expect(await findPayoutNeeds(foreign)).toEqual([]);
  const { rows: runs } = await listSettlementRuns(foreign, { after: null, before: null });
  expect(runs.every(({ total }) => total.currency === "KES" && total.minor === 0n)).toBe(true);
  expect(await findSettlementPlan(foreign)).toMatchObject({
    guards: 0,
    total: { minor: 0n, currency: "KES" },
    stays: [],
  });
});
