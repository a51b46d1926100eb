import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversionOf, createScanCounts, listCodeFigures } from "#app/domain/analytics/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
/** 00:30 of the 4th in Lagos, and still the 3rd in UTC. */
const NOW = new Date("2026-03-03T23:30:00Z");
const LIST = { from: null, to: null, siteId: null, search: "", sort: null, after: null, before: null, size: 50 };

let database: TestDatabase;
let tokens: Record<string, string>;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  const codes = await readRows("select id, token from qr_codes");
  tokens = Object.fromEntries(codes.map(({ id, token }) => [String(id), String(token)]));
  await count("emeka", "2026-03-03T23:15:00Z", 4);
  await count("emeka", "2026-03-03T22:45:00Z", 6);
  await count("emeka", "2026-02-20T12:00:00Z", 10);
  await count("emeka", "2026-01-01T12:00:00Z", 99);
  await count("ngozi", "2026-03-03T12:00:00Z", 5);
  await count("wanjiru", "2026-03-03T12:00:00Z", 50);
  await tip("emeka", "2026-03-03T23:20:00Z", true);
  await tip("emeka", "2026-03-03T22:30:00Z", false);
  await tip("ngozi", "2026-02-04T23:30:00Z", true);
  await tip("ngozi", "2026-02-04T22:30:00Z", true);
});
afterAll(() => database?.close());

const readRows = (text: string, values: unknown[] = []) => rowsOf(database.ownerUrl, text, values);
const figures = (change = {}, role: Role = "auditor", organisationId = LAGOS) =>
  listCodeFigures(staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: NOW }, { organisationId, role }), {
    ...LIST,
    ...change,
  });
const count = (key: string, at: string, scans: number) =>
  createScanCounts(workerContext({ database, bridgeUrl: database.bridgeUrl }), [
    { token: tokens[`code-demo-${key}`] ?? "", at: new Date(at), scans },
  ]);

let tips = 0;
function tip(person: string, startedAt: string, isPaid: boolean) {
  return readRows(
    `insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee,
       policy_version, platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, created_at, credited_at)
     values ($1, '${LAGOS}', $2, $3, 'NGN', 100, 100, false, 1, 0, 'guard', $4, $1, $1, $5, $6)`,
    [
      `tip-${++tips}`,
      `guard-demo-${person}`,
      `code-demo-${person}`,
      isPaid ? "succeeded" : "pending",
      startedAt,
      isPaid ? startedAt : null,
    ],
  );
}

describe("the figures of codes", () => {
  test("count scans and tips a code, by the organisation's own days, the last four weeks unless others are asked for", async () => {
    const { from, to, totals, codes } = await figures();
    expect([from, to]).toEqual(["2026-02-05", "2026-03-04"]);
    expect(totals).toEqual({ scans: 25, started: 3, paid: 2 });
    expect(codes.rows.map(({ id, scans, started, paid }) => [id, scans, started, paid])).toEqual([
      ["code-demo-emeka", 20, 2, 1],
      ["code-demo-ngozi", 5, 1, 1],
      expect.anything(),
      expect.anything(),
      expect.anything(),
    ]);
    expect(codes.rows[0]?.days).toHaveLength(28);
    expect(codes.rows[0]?.days.slice(-2)).toEqual([6, 4]);
    expect(conversionOf(totals)).toBe(8);
    expect(conversionOf({ scans: 0, started: 1, paid: 1 })).toBeNull();
  });

  test("agree in every view: a code, a site, a day, in all", async () => {
    const { totals, codes, sites, days } = await figures({ from: "2025-12-01" });
    const sum = (rows: readonly { scans: number; started: number; paid: number }[]) =>
      rows.reduce(
        (all, row) => ({
          scans: all.scans + row.scans,
          started: all.started + row.started,
          paid: all.paid + row.paid,
        }),
        { scans: 0, started: 0, paid: 0 },
      );
    expect(totals).toEqual({ scans: 124, started: 4, paid: 3 });
    for (const rows of [codes.rows, sites, days]) expect(sum(rows)).toEqual(totals);
    expect(sites[0]).toMatchObject({ name: "Banana Island Gate 2", scans: 119 });
    expect(days.find(({ day }) => day === "2026-03-03")).toMatchObject({ scans: 11, started: 1, paid: 0 });
  });

  test("are narrowed, sorted and paged, and no nonsense in an address breaks them", async () => {
    const [site] = await readRows("select site_id from guards where id = 'guard-demo-ngozi'");
    expect((await figures({ siteId: site?.["site_id"] })).totals.scans).toBe(5);
    expect((await figures({ search: "okafor" })).totals.scans).toBe(20);
    const first = await figures({ sort: "guard", size: 2 });
    const second = await figures({ sort: "guard", size: 2, after: first.codes.older });
    const names = [...first.codes.rows, ...second.codes.rows].map(({ guardName }) => guardName);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(4);
    for (const change of [
      { from: "2026-02-31", to: "x" },
      { from: "9999-01-01", to: "0001-01-01" },
      { from: "1900-01-01", to: "2999-12-31" },
      { sort: "toString", after: "!", before: "%00" },
    ]) {
      expect((await figures(change)).to, JSON.stringify(change)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test("are of one organisation only", async () => {
    const { totals, codes } = await figures({}, "owner", "org-demo-nairobi");
    expect(totals.scans).toBe(50);
    expect(codes.rows.map(({ id }) => id)).toEqual(["code-demo-wanjiru"]);
  });

  test("keep every scan of those who count at the same time, and nothing of tokens that are nobody's", async () => {
    const ctx = workerContext({ database, bridgeUrl: database.bridgeUrl });
    const at = new Date("2026-03-01T12:00:00Z");
    const [one, other] = ["code-demo-musa", "code-demo-bisi"].map((id) => ({ token: tokens[id] ?? "", at, scans: 1 }));
    if (!one || !other) throw new Error("the demo has no such codes");
    const nobody = { token: "NOBODY", at, scans: 7 };
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => createScanCounts(ctx, i % 2 ? [one, other, nobody] : [other, one])),
    );
    expect(await readRows("select scans from code_scans where day = '2026-03-01' order by code_id")).toEqual([
      { scans: 20 },
      { scans: 20 },
    ]);
  });
});
