import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import type { Payee } from "#test/factories/payouts.ts";

let world: PayoutWorld;
const SECOND = "org-second-lagos";

beforeAll(async () => {
  world = await openPayoutWorld({ size: 3 });
  // Another organisation in Nigeria, like the first in everything.
  const copies = [
    ["organisations", "id", { id: SECOND, slug: "second-lagos" }],
    ["organisation_policies", "organisation_id", { organisation_id: SECOND }],
    ["sites", "organisation_id", { organisation_id: SECOND }],
  ] as const;
  for (const [table, key, changes] of copies) {
    const id = table === "sites" ? `|| jsonb_build_object('id', '${SECOND}-' || o.id)` : "";
    await world.owner.query(
      `insert into ${table} select (jsonb_populate_record(o, $1::jsonb ${id})).* from ${table} o where ${key} = 'org-demo-lagos'`,
      [JSON.stringify(changes)],
    );
  }
});
afterEach(async () => {
  await world.endEverything();
  await world.simulator.balance({ currency: "NGN", setMinor: 1_000_000_000_000 });
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

const statusOf = async (payee: Payee) => (await world.payoutOf(payee)).status;

/** The payouts of these guards have waited so many minutes longer than the others. */
async function age(payees: readonly Payee[], minutes: number): Promise<void> {
  await world.owner.query(
    "update payouts set created_at = created_at - make_interval(mins => $2) where guard_id = any($1) and status = 'created'",
    [payees.map(({ guardId }) => guardId), minutes],
  );
}

async function control(organisationId: string, cap: bigint | null): Promise<void> {
  await world.owner.query(
    "insert into payout_controls (organisation_id, currency, is_stopped, daily_cap_minor) values ($1, 'NGN', $2, $3)",
    [organisationId, cap === null, cap === null ? null : String(cap)],
  );
}

describe("an organisation whose payouts cannot go", () => {
  test.each([
    ["is stopped", null],
    ["has used up its cap", 100_000n],
    ["has a cap below any of its payouts", 5n],
  ] as const)(
    "since it %s, although they are the oldest and fill batches, keeps no other one's waiting",
    async (_, cap) => {
      const lagos = await Promise.all(Array.from({ length: 8 }, () => world.addPayee()));
      const second = await world.addPayee({ organisationId: SECOND });
      const nairobi = await world.addPayee({
        organisationId: "org-demo-nairobi",
        currency: "KES",
        kind: "mobile_money",
      });
      const accra = await world.addPayee({ organisationId: "org-demo-accra", currency: "GHS", kind: "mobile_money" });
      await world.settle();
      await age(lagos, 60);
      await control("org-demo-lagos", cap);
      await world.send();
      for (const payee of [second, nairobi, accra]) expect(await statusOf(payee)).toBe("paid");
      const paid = (await Promise.all(lagos.map(statusOf))).filter((status) => status === "paid");
      expect(paid).toHaveLength(cap === 100_000n ? 1 : 0);
    },
  );

  test("takes nothing from what everybody may still send", async () => {
    const lagos = await Promise.all([1, 2, 3].map(() => world.addPayee()));
    const second = await world.addPayee({ organisationId: SECOND });
    await world.settle();
    await age(lagos, 60);
    await control("org-demo-lagos", 150_000n);
    await control("org-platform", 200_000n);
    expect(await world.send()).toBe(2);
    expect(await statusOf(second)).toBe("paid");
  });
});

describe("when the balance is not enough", () => {
  test("a large payout that is the oldest is not overtaken by smaller ones, for ever", async () => {
    const large = await world.addPayee({ owedMinor: 500_000n });
    const small = await Promise.all([1, 2].map(() => world.addPayee({ owedMinor: 100_000n })));
    await world.settle();
    await age([large], 60);
    await world.simulator.balance({ currency: "NGN", setMinor: 300_000 });
    await world.send();
    world.pass(6);
    expect(await world.send()).toBe(0);
    expect(await Promise.all(small.map(statusOf))).toEqual(["created", "created"]);
    await world.simulator.balance({ currency: "NGN", setMinor: 620_000 });
    world.pass(6);
    expect(await world.send()).toBe(2);
    expect(await statusOf(large)).toBe("paid");
  });
});
