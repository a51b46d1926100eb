import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPressureReport, findPressureCounts, listPressureReports } from "#app/domain/guards/index.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const NOW = new Date("2026-03-10T12:00:00Z");
const FIRST = { after: null, before: null };
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  await rowsOf(
    database.ownerUrl,
    `insert into pressure_reports (id, organisation_id, code_id, kind, details, created_at) values
      ('prs-1', '${LAGOS}', 'code-demo-emeka', 'asked_for_money', 'At the boom', '2026-03-09T23:30:00Z'),
      ('prs-2', '${LAGOS}', 'code-demo-emeka', 'other', null, '2026-03-09T10:00:00Z'),
      ('prs-3', '${LAGOS}', 'code-demo-ngozi', 'wrong_person', null, '2026-03-08T10:00:00Z'),
      ('prs-4', '${LAGOS}', 'code-demo-ngozi', 'wrong_person', null, '2025-12-01T10:00:00Z'),
      ('prs-5', 'org-demo-nairobi', 'code-demo-wanjiru', 'other', null, '2026-03-09T10:00:00Z')`,
  );
});
afterAll(() => database.close());

const staff = (organisationId: string) =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: NOW }, { organisationId, role: "auditor" });

describe("reports of pressure", () => {
  test("are listed newest first with guard and site, for their own organisation alone", async () => {
    const { rows, older } = await listPressureReports(staff(LAGOS), FIRST);
    expect(rows.map(({ id }) => id)).toEqual(["prs-1", "prs-2", "prs-3", "prs-4"]);
    expect(rows[0]).toMatchObject({
      guardName: "Emeka Okafor",
      siteName: "Banana Island Gate 2",
      details: "At the boom",
    });
    expect(older).toBeNull();
    expect((await listPressureReports(staff("org-demo-nairobi"), FIRST)).rows.map(({ id }) => id)).toEqual(["prs-5"]);
  });

  test("of the last thirty days are counted by guard, by site and by the organisation's own day", async () => {
    expect(await findPressureCounts(staff(LAGOS))).toEqual({
      total: 3,
      guards: [
        { id: "guard-demo-emeka", name: "Emeka Okafor", reports: 2 },
        { id: "guard-demo-ngozi", name: "Ngozi Eze", reports: 1 },
      ],
      sites: [
        { id: "site-demo-banana-island", name: "Banana Island Gate 2", reports: 2 },
        { id: "site-demo-ikeja-mall", name: "Ikeja City Mall, Car Park", reports: 1 },
      ],
      days: [
        { day: "2026-03-10", reports: 1 },
        { day: "2026-03-09", reports: 1 },
        { day: "2026-03-08", reports: 1 },
      ],
    });
  });
});

test("a report raises one alert a guard, and raises it again once somebody had seen to it", async () => {
  const patron = workerContext({ database, bridgeUrl: database.bridgeUrl, at: NOW });
  const [code] = await rowsOf(database.ownerUrl, "select token from qr_codes where id = 'code-demo-emeka'");
  const report = { token: String(code?.["token"]), kind: "asked_for_money" as const, details: "He shouted at me" };
  const raised = () =>
    rowsOf(
      database.ownerUrl,
      `select organisation_id, subject, detail, resolved_at is null as open from alerts where kind = 'pressure_report'`,
    );
  await createPressureReport(patron, report);
  await createPressureReport(patron, report);
  const detail =
    "patrons reported pressure about Emeka O. at Banana Island Gate 2; the reports are under “Pressure reports”";
  const alert = { organisation_id: LAGOS, subject: "guard-demo-emeka", detail, open: true };
  expect(await raised()).toEqual([alert]);
  await rowsOf(database.ownerUrl, "update alerts set resolved_at = now() where kind = 'pressure_report'");
  await createPressureReport(patron, report);
  expect(await raised()).toEqual([alert]);
  expect(await createPressureReport(patron, { ...report, token: "0" })).toEqual({ status: "not_ours" });
});
