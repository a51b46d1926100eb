import { afterAll, beforeAll, expect, test } from "vitest";
import { createDueSettlementRuns, settleGuards } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { addOrganisations, type Place } from "#test/factories/many-organisations.ts";
import { addMany } from "#test/factories/many-payees.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";

/** 200 with all tests, 2,000 with `npm run test:simulation`. */
const TRIALS = Number(process.env["SIMULATION_RUNS"] ?? 200);
/** Two already show most races; every number up to sixteen is tried. */
const AT_ONCE = [2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const GUARDS = 5;
const OWED = 100_000n;

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(() => world?.close());

test("a settlement run two to sixteen times at once pays each guard once", {
  timeout: 60_000 + TRIALS * 1_000,
}, async () => {
  const { organisations, only } = await addOrganisations(world.owner, Array<Place>(TRIALS).fill("lagos"));
  const members = organisations.flatMap((organisation) =>
    Array.from({ length: GUARDS }, () => ({ ...organisation, kind: "bank" as const, owedMinor: OWED })),
  );
  await addMany(world.owner, members);
  for (const [trial, { organisationId }] of organisations.entries()) {
    await only([organisationId]);
    const runs = AT_ONCE[trial % AT_ONCE.length] ?? 2;
    await Promise.all(Array.from({ length: runs }, run));
    const { rows } = await world.owner.query(
      `select (select count(*) from settlement_runs where organisation_id = $1) as runs, count(*) as payouts,
         count(distinct guard_id) as guards, sum(amount_minor) as minor
       from payouts where organisation_id = $1`,
      [organisationId],
    );
    const all = String(OWED * BigInt(GUARDS));
    expect(rows[0], `${runs} at once`).toEqual({ runs: "1", payouts: "5", guards: "5", minor: all });
  }
  expect(world.errors).toEqual([]);
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});

async function run(): Promise<void> {
  await createDueSettlementRuns(world.ctx());
  while ((await settleGuards(world.ctx())) > 0);
}
