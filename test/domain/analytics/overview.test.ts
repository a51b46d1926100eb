import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findOverview } from "#app/domain/analytics/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
/** A Wednesday, 00:30 in Lagos and still Tuesday in UTC. */
const NOW = new Date("2026-03-03T23:30:00Z");

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  await rowsOf(
    database.ownerUrl,
    `insert into organisations (id, name, slug, country, currency, time_zone)
     values ('org-empty', 'Empty', 'empty', 'NG', 'NGN', 'Africa/Lagos')`,
  );
});
afterAll(() => database.close());

const overview = (organisationId: string) =>
  findOverview(
    staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: NOW }, { organisationId, role: "auditor" }),
  );

let tips = 0;
async function tip(creditedAt: string | null, amountMinor: number, organisation = LAGOS): Promise<void> {
  const person = organisation === LAGOS ? "emeka" : "wanjiru";
  const id = `tip-${++tips}`;
  await rowsOf(
    database.ownerUrl,
    `insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee,
       policy_version, platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, credited_at)
     values ($1, $2, $3, $4, 'NGN', $5, $5, false, 1, 0, 'guard', $6, $1, $1, $7)`,
    [
      id,
      organisation,
      `guard-demo-${person}`,
      `code-demo-${person}`,
      amountMinor,
      creditedAt ? "succeeded" : "pending",
      creditedAt,
    ],
  );
}

describe("the overview", () => {
  test("of an empty organisation has every step before it and nothing to count", async () => {
    expect(await overview("org-empty")).toEqual({
      steps: { settings: false, site: false, guard: false, payout_account: false, print: false, member: false },
      waiting: { payoutRequests: 0, alerts: 0, guardsWithoutPhoto: 0, guardsWithoutPayoutAccount: 0 },
      today: { tips: 0, total: { minor: 0n, currency: "NGN" } },
      week: { tips: 0, total: { minor: 0n, currency: "NGN" } },
    });
  });

  test("counts tips by the organisation's own day and week, and only what was credited there", async () => {
    await tip("2026-03-03T23:10:00Z", 50_000);
    await tip("2026-03-03T22:50:00Z", 20_000);
    await tip("2026-03-01T23:00:00Z", 10_000);
    await tip("2026-03-01T22:59:59Z", 7_000);
    await tip(null, 3_000);
    await tip("2026-03-03T23:10:00Z", 900, "org-demo-nairobi");
    const { today, week } = await overview(LAGOS);
    expect(today).toEqual({ tips: 1, total: { minor: 50_000n, currency: "NGN" } });
    expect(week).toEqual({ tips: 3, total: { minor: 80_000n, currency: "NGN" } });
  });

  test("says what waits for somebody in this organisation alone", async () => {
    await rowsOf(
      database.ownerUrl,
      `insert into alerts (id, organisation_id, kind, subject, detail, raised_at, resolved_at) values
        ('alt-1', '${LAGOS}', 'k', '1', 'd', now(), null), ('alt-2', '${LAGOS}', 'k', '2', 'd', now(), now()),
        ('alt-3', 'org-demo-nairobi', 'k', '3', 'd', now(), null)`,
    );
    await rowsOf(database.ownerUrl, "update guards set photo_key = 'p' where id = 'guard-demo-bisi'");
    const { steps, waiting } = await overview(LAGOS);
    expect(waiting).toEqual({ payoutRequests: 0, alerts: 1, guardsWithoutPhoto: 3, guardsWithoutPayoutAccount: 4 });
    expect(steps).toMatchObject({ site: true, guard: true, print: false, settings: false });
  });

  test("finds the tips of its week by their day of credit, however many there were before", async () => {
    await rowsOf(
      database.ownerUrl,
      `insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee,
         policy_version, platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, credited_at)
       select 'tip-old-' || n, $1, 'guard-demo-emeka', 'code-demo-emeka', 'NGN', 100, 100, false, 1, 0, 'guard',
         'succeeded', 'old-' || n, 'old-' || n, '2025-01-01Z'::timestamptz + n * interval '1 minute'
       from generate_series(1, 20000) n`,
      [LAGOS],
    );
    await rowsOf(database.ownerUrl, "analyze tips");
    const plan = await rowsOf(
      database.ownerUrl,
      `explain select count(*), sum(t.amount_minor) from tips t where t.organisation_id = '${LAGOS}' and t.credited_at >= $1`,
      [NOW],
    );
    expect(JSON.stringify(plan)).toContain("tips_by_day_of_credit");
  });
});
