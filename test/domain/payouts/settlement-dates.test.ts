import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDueSettlementRuns } from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { openPayoutWorld, type PayoutWorld } from "#test/factories/payout-world.ts";
import { payoutContext } from "#test/factories/payouts.ts";

const SCHEDULES = 500;

let world: PayoutWorld;

beforeAll(async () => {
  world = await openPayoutWorld();
});
afterAll(async () => {
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
  await world.close();
});

describe("whatever crons are missed, doubled, late or out of order", () => {
  const ZONES = { "org-demo-lagos": 1, "org-demo-nairobi": 3, "org-demo-accra": 0 } as const;
  const HOUR_MS = 3_600_000;
  /** Two weeks over a month's end, of a leap year and of another one. */
  const start = fc.constantFrom(
    "2028-02-22T00:00:00Z",
    "2026-02-20T00:00:00Z",
    "2026-12-24T00:00:00Z",
    "2026-04-25T00:00:00Z",
  );
  const schedule = fc.record({
    start,
    quarters: fc.array(fc.integer({ min: 0, max: 14 * 96 }), { minLength: 1, maxLength: 8 }),
  });

  test("each business day is settled once, never before its time, and none is left out", {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ start: from, quarters }) => {
        await world.owner.query("delete from settlement_runs");
        const times = quarters.map((quarter) => new Date(Date.parse(from) + quarter * 15 * 60_000));
        for (const at of times) await createDueSettlementRuns(payoutContext(world.database, world.paystack, { at }));
        for (const [organisation, offset] of Object.entries(ZONES)) {
          const dueOn = (at: Date) => {
            const local = new Date(at.getTime() + offset * HOUR_MS);
            return local.getUTCHours() >= 17 ? local : new Date(local.getTime() - 24 * HOUR_MS);
          };
          const newest = times
            .map((at) => dueOn(at).toISOString().slice(0, 10))
            .sort()
            .at(-1);
          const { rows } = await world.owner.query<{ day: string; status: string; at: Date }>(
            "select business_date::text as day, status, created_at as at from settlement_runs where organisation_id = $1 order by 1",
            [organisation],
          );
          expect(rows.at(-1)?.day).toBe(newest);
          for (const [index, row] of rows.entries()) {
            expect(dueOn(row.at).toISOString().slice(0, 10) >= row.day).toBe(true);
            const before = rows[index - 1];
            if (before) expect(Date.parse(row.day) - Date.parse(before.day)).toBe(24 * HOUR_MS);
          }
        }
      }),
      { numRuns: SCHEDULES },
    );
  });

  test("a weekly settlement runs on its own day only, and a missed one with the next cron", async () => {
    await world.owner.query("delete from settlement_runs");
    await world.owner.query(
      "update organisation_policies set settlement_cadence = 'weekly', settlement_weekday = 5 where organisation_id = 'org-demo-accra'",
    );
    const days = async (at: string) => {
      await createDueSettlementRuns(payoutContext(world.database, world.paystack, { at: new Date(at) }));
      const { rows } = await world.owner.query(
        "select business_date::text as day from settlement_runs where organisation_id = 'org-demo-accra' and business_date > '2029-01-01' order by 1",
      );
      return rows.map(({ day }) => day);
    };
    await world.owner.query(
      "insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer, finished_at) values ('run-before', 'org-demo-accra', '2029-03-02', 'GHS', 'weekly', 'created', 0, 'organisation', now())",
    );
    expect(await days("2029-03-09T16:59:00Z")).toEqual(["2029-03-02"]);
    expect(await days("2029-03-12T09:00:00Z")).toEqual(["2029-03-02", "2029-03-09"]);
    expect(await days("2029-03-30T18:00:00Z")).toEqual([
      "2029-03-02",
      "2029-03-09",
      "2029-03-16",
      "2029-03-23",
      "2029-03-30",
    ]);
    const { rows } = await world.owner.query(
      "select business_date::text as day from settlement_runs where status = 'covered' and organisation_id = 'org-demo-accra' and business_date > '2029-03-09' order by 1",
    );
    expect(rows.map(({ day }) => day)).toEqual(["2029-03-16", "2029-03-23"]);
  });
});
