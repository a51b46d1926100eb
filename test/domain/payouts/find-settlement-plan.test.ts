import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { createSettlementRun, findSettlementPlan, getSettlementRun, settleGuards } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { addGuardTip } from "#test/factories/guard-tips.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

const finance = (): Ctx => {
  const { database } = world;
  const staff = {
    organisationId: "org-demo-lagos",
    role: "finance" as const,
    userId: "usr-finance",
    secondFactorAt: world.now(),
  };
  return staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: world.now() }, staff);
};

test("a settlement is planned as it then comes out: how many, how much, what it costs, what stays and why", async () => {
  await world.addPayee({ owedMinor: 150_000n });
  await world.addPayee({ owedMinor: 510_000n });
  await world.addPayee({ owedMinor: 9_000n });
  const held = await world.addPayee({ owedMinor: 250_000n });
  await world.owner.query(
    "update payout_accounts set status = 'held', held_until = now(), active_at = null where guard_id = $1",
    [held.guardId],
  );
  // Who left is paid whatever is owed.
  const left = await world.addPayee({ owedMinor: 15_000n });
  await world.owner.query("update guards set status = 'left', left_at = now() where id = $1", [left.guardId]);
  // What patrons may still take back stays; the rest of the same guard's money is paid.
  const paidAt = new Date(world.now().getTime() - 60_000).toISOString();
  const young = await world.addPayee({ owedMinor: 120_000n });
  await addGuardTip(world.owner, { guardId: young.guardId, id: "tip-plan-young", minor: 70_000n, paidAt });
  const fresh = await world.addPayee({ owedMinor: 0n });
  await addGuardTip(world.owner, { guardId: fresh.guardId, id: "tip-plan-fresh", minor: 80_000n, paidAt });
  const plan = await findSettlementPlan(finance());
  expect(plan).toMatchObject({
    businessDate: "2026-03-06",
    runId: null,
    guards: 4,
    total: { minor: 795_000n, currency: "NGN" },
    carried: { minor: 70_000n },
    feeBearer: "organisation",
    guardsWithoutPrice: 0,
  });
  expect(plan.stays.map(({ reason, guards, owed }) => [reason, guards, owed.minor])).toEqual([
    ["account_held", 1, 250_000n],
    ["too_recent", 1, 80_000n],
    ["fee_too_large", 1, 9_000n],
  ]);
  const outcome = await createSettlementRun(finance());
  while ((await settleGuards(world.ctx())) > 0);
  const runId = outcome.status === "created" ? outcome.runId : "";
  const run = await getSettlementRun(finance(), runId);
  expect([run.payouts, run.total]).toEqual([plan.guards, plan.total]);
  const { rows } = await world.owner.query(
    "select sum(estimated_fee_minor)::text as fee from payouts where run_id = $1",
    [runId],
  );
  expect(String(plan.fee.minor)).toBe(rows[0].fee);
  expect((await findSettlementPlan(finance())).runId).toBe(runId);
});
