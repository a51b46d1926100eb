import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createDueSettlementRuns, createSettlementRun, settleGuards } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterEach(async () => {
  await world.endEverything();
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

async function settleAll(): Promise<void> {
  while ((await settleGuards(world.ctx())) > 0);
}

describe("a settlement run", () => {
  test("whose step fails is put off with an alert, and stands before no other organisation", async () => {
    const lagos = await world.addPayee();
    const accra = await world.addPayee({ organisationId: "org-demo-accra", currency: "GHS", kind: "mobile_money" });
    await world.owner.query(
      `alter table payouts add constraint broken check (guard_id <> '${lagos.guardId}') not valid`,
    );
    world.pass(24 * 60);
    await createDueSettlementRuns(world.ctx());
    await world.owner.query(
      "update settlement_runs set created_at = created_at - interval '1 minute' where status = 'creating' and organisation_id = 'org-demo-lagos'",
    );
    await settleAll();
    expect(await world.payoutOf(accra)).toMatchObject({ status: "created" });
    await expect(world.payoutOf(lagos)).rejects.toThrow("no payout");
    expect(world.errors.splice(0)).toHaveLength(1);
    const { rows } = await world.owner.query(
      "select organisation_id, detail from alerts where kind = 'settlement.stuck'",
    );
    expect(rows).toMatchObject([{ organisation_id: "org-demo-lagos" }]);
    await world.owner.query("alter table payouts drop constraint broken");
    await settleAll();
    await expect(world.payoutOf(lagos)).rejects.toThrow("no payout");
    world.pass(10);
    await settleAll();
    expect(await world.payoutOf(lagos)).toMatchObject({ status: "created" });
  });

  test("tells finance once how many of its payouts wait for approval, and nobody when none does", async () => {
    await Promise.all([1, 2].map(() => world.addPayee({ isKnown: false })));
    await world.addPayee();
    await world.settle();
    await settleAll();
    const { rows } = await world.owner.query(
      "select organisation_id, detail from alerts where kind = 'payouts.await_approval'",
    );
    expect(rows).toEqual([
      { organisation_id: "org-demo-lagos", detail: "2 payouts of this settlement wait until somebody approves them" },
    ]);
  });

  test("that somebody asked for leaves out no date before it: a missed one is covered by it, and never run after it", async () => {
    const runs = async () => {
      const { rows } = await world.owner.query(
        `select business_date::text as day, status, cause from settlement_runs
         where organisation_id = 'org-demo-lagos' and business_date >= '2027-01-01' order by 1`,
      );
      return rows.map(({ day, status, cause }) => `${day} ${status} ${cause}`);
    };
    const at = (time: string) => world.pass((Date.parse(time) - world.now().getTime()) / 60_000);
    at("2027-01-10T16:30:00Z");
    await createDueSettlementRuns(world.ctx());
    await settleAll();
    await world.owner.query("delete from settlement_runs where status = 'covered'");
    // No cron for two evenings; then somebody asks, before the third.
    at("2027-01-13T09:00:00Z");
    expect(await createSettlementRun(world.as("finance"))).toMatchObject({ businessDate: "2027-01-13" });
    for (let cron = 0; cron < 2; cron++) await createDueSettlementRuns(world.ctx());
    await settleAll();
    at("2027-01-14T16:30:00Z");
    await createDueSettlementRuns(world.ctx());
    await settleAll();
    expect(await runs()).toEqual([
      "2027-01-10 created daily",
      "2027-01-11 covered daily",
      "2027-01-12 covered daily",
      "2027-01-13 created manual",
      "2027-01-14 created daily",
    ]);
  });
});
