import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createScanAlerts } from "#app/domain/analytics/index.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const EMEKA = "code-demo-emeka";
const TODAY = "2026-03-31";

let database: TestDatabase;

beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  await seed(database);
  await rows("update qr_codes set created_at = '2025-01-01Z'");
});
afterAll(() => database?.close());

const rows = (text: string, values: unknown[] = []) => rowsOf(database.ownerUrl, text, values);
const watch = (day = TODAY) =>
  createScanAlerts(workerContext({ database, bridgeUrl: database.bridgeUrl, at: new Date(`${day}T05:41:00Z`) }));
const alerts = () =>
  rows("select kind, subject, organisation_id, resolved_at is null as open from alerts order by kind, subject");
const silences = async () => (await alerts()).filter(({ kind }) => kind === "silent_code");
const SILENT = { kind: "silent_code", subject: EMEKA, organisation_id: LAGOS, open: true };
const DROP = { ...SILENT, kind: "scan_drop" };

/** So many scans on each day from one to the other, both counted in days before today. */
function scans(aDay: number, from: number, to: number, codeId = EMEKA) {
  return rows(
    `insert into code_scans (organisation_id, code_id, day, scans)
     select '${LAGOS}', $1, '${TODAY}'::date - n, $2 from generate_series($4::int, $3::int) n
     on conflict (code_id, day) do update set scans = excluded.scans`,
    [codeId, aDay, from, to],
  );
}

function choose(key: string, value: number) {
  return rows(
    "insert into organisation_settings (organisation_id, key, value, updated_at) values ($1, $2, $3, now())",
    [LAGOS, key, String(value)],
  );
}

describe("a code that falls silent", () => {
  test("raises one alert of its organisation, and says what was usual", async () => {
    await scans(4, 44, 8);
    expect(await watch()).toBe(1);
    expect(await watch()).toBe(0);
    expect(await alerts()).toEqual([SILENT]);
    const [alert] = await rows("select detail from alerts");
    expect(alert?.["detail"]).toMatch(
      /^code \S+ at Banana Island Gate 2 has had no scan for 7 days; it usually has 4\.0 a day$/,
    );
  });

  test("is told after as many days as its organisation chose, and never when it is hardly ever scanned", async () => {
    await scans(4, 44, 5);
    expect(await watch()).toBe(0);
    await choose("alerts.silence_days", 4);
    expect(await watch()).toBe(1);
    await rows("truncate alerts, code_scans");
    await scans(1, 44, 5);
    expect(await watch()).toBe(0);
  });

  test("is not said of one that was scanned yesterday, is new, was revoked, or whose guard is suspended", async () => {
    await scans(4, 44, 8);
    await scans(12, 1, 1);
    expect(await watch()).toBe(0);
    await rows("delete from code_scans where day > '2026-03-25'");
    await rows("update qr_codes set created_at = '2026-03-20Z' where id = $1", [EMEKA]);
    expect(await watch()).toBe(0);
    await rows("update qr_codes set created_at = '2025-01-01Z' where id = $1", [EMEKA]);
    await rows("update guards set status = 'suspended' where id = 'guard-demo-emeka'");
    expect(await watch()).toBe(0);
    await rows("update guards set status = 'active' where id = 'guard-demo-emeka'");
    expect(await watch()).toBe(1);
    await rows("update qr_codes set status = 'revoked', revoked_at = now() where id = $1", [EMEKA]);
    await watch();
    expect(await alerts()).toEqual([{ ...SILENT, open: false }]);
  });

  test("is over with the next scan, and comes back when it falls silent again", async () => {
    await scans(4, 44, 8);
    await watch();
    await scans(4, 0, -13);
    await watch("2026-04-14");
    expect(await silences()).toEqual([{ ...SILENT, open: false }]);
    await watch("2026-04-22");
    expect(await silences()).toEqual([SILENT]);
  });

  test("stays with whoever resolved it while nothing changes", async () => {
    await scans(4, 44, 8);
    await watch();
    await rows("update alerts set resolved_at = now()");
    expect(await watch("2026-04-01")).toBe(0);
    expect(await alerts()).toEqual([{ ...SILENT, open: false }]);
  });
});

describe("a code that is scanned much less", () => {
  test("raises an alert at 60 % below its own four weeks, not before, and not for a few scans", async () => {
    await scans(10, 40, 8);
    await scans(5, 7, 1);
    expect(await watch()).toBe(0);
    await scans(4, 7, 1);
    expect(await watch()).toBe(1);
    expect(await alerts()).toEqual([DROP]);
    await rows("truncate alerts");
    await choose("alerts.scan_drop_percent", 70);
    expect(await watch()).toBe(0);
    await scans(2, 40, 8);
    await scans(1, 7, 1);
    expect(await watch()).toBe(0);
  });

  test("is over when it recovers", async () => {
    await scans(10, 40, 8);
    await scans(4, 7, 1);
    await watch();
    await scans(9, 7, 1);
    expect(await watch()).toBe(0);
    expect(await alerts()).toEqual([{ ...DROP, open: false }]);
  });
});
