import { afterAll, beforeAll, expect, test } from "vitest";
import { findPayoutCosts } from "#app/domain/payouts/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
});
afterAll(() => database?.close());

const costsIn = (organisationId: string) =>
  findPayoutCosts(
    staffWorkerContext(
      { database, bridgeUrl: database.bridgeUrl },
      { organisationId, role: "auditor", userId: "usr-1" },
    ),
  );

test("of ₦1,520 the guard gets all and the organisation pays ₦10, or the guard gets ₦1,510", async () => {
  const { settlesAt, costs } = await costsIn("org-demo-lagos");
  expect(settlesAt).toBe("17:00");
  expect(costs[0]).toEqual({
    kind: "bank",
    balanceMinor: 152_000n,
    plans: {
      organisation: { amountMinor: 152_000n, feeMinor: 1_000n, carriedMinor: 0n },
      guard: { amountMinor: 151_000n, feeMinor: 1_000n, carriedMinor: 0n },
    },
  });
});

test("of KSh 1,520 some waits rather than cost another KSh 20", async () => {
  const { costs } = await costsIn("org-demo-nairobi");
  expect(costs.find(({ kind }) => kind === "mobile_money")?.plans.organisation).toEqual({
    amountMinor: 150_000n,
    feeMinor: 2_000n,
    carriedMinor: 2_000n,
  });
});

test("a country without published prices shows none, and no price counts before its day", async () => {
  await rowsOf(
    database.ownerUrl,
    "update transfer_fee_schedules set in_force_from = '2099-01-01Z' where currency = 'GHS'",
  );
  const { costs } = await costsIn("org-demo-accra");
  expect(costs.map(({ kind, plans }) => [kind, plans.guard?.feeMinor])).toEqual([
    ["bank", null],
    ["bank", null],
    ["bank", null],
  ]);
});
