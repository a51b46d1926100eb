import pg from "pg";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { createGuard } from "#app/domain/guards/index.ts";
import {
  archiveSite,
  createSite,
  getSite,
  listOpenSites,
  listSites,
  updateSite,
  updateSiteStatus,
} from "#app/domain/organisations/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { seedDemo } from "#db/seed/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const BANANA = "site-demo-banana-island";
const SITE = { name: "North Gate", kind: "gate" as const, address: null };
const ALL = { search: "", status: null, sort: null, after: null, before: null };

let database: TestDatabase;
beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
});
afterAll(() => database?.close());

const as = (role: Role = "operations", organisationId = LAGOS): Ctx =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl }, { organisationId, role });
const audit = () =>
  rowsOf(database.ownerUrl, "select action, subject, before, after, actor from audit_log order by sequence");
const created = async (name: string, ctx = as()) => {
  const outcome = await createSite(ctx, { ...SITE, name });
  return outcome.status === "created" ? outcome.siteId : "";
};

/** Comes back once a statement waits for a lock of another. */
async function somebodyWaits(): Promise<void> {
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  while ((await rowsOf(database.ownerUrl, waiting)).length === 0);
}

describe("a new site", () => {
  test("is open, has no guards and is in the audit log", async () => {
    const siteId = await created("  North   Gate ");
    expect(await getSite(as(), siteId)).toEqual({ ...SITE, id: siteId, status: "active", guards: 0 });
    expect(await audit()).toEqual([
      { action: "site.created", subject: siteId, before: null, after: SITE, actor: "staff:usr-test" },
    ]);
  });

  test("has a name that no other open site has, whatever the case", async () => {
    await created("North Gate");
    expect(await createSite(as(), { ...SITE, name: "NORTH gate" })).toEqual({ status: "name_taken" });
    expect(await createSite(as("admin", "org-demo-nairobi"), SITE)).toMatchObject({ status: "created" });
    expect(await audit()).toHaveLength(2);
  });

  test("without a name, or made by who may only look, is refused", async () => {
    await expect(createSite(as(), { ...SITE, name: "  " })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(createSite(as("auditor"), SITE)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });
});

describe("a changed site", () => {
  test("has its guards' edge copies written again, and those of no other site", async () => {
    await rowsOf(database.ownerUrl, "update qr_codes set snapshot_at = now()");
    const change = { name: "Banana Gate 3", kind: "estate" as const, address: "Ikoyi" };
    expect(await updateSite(as(), BANANA, change)).toEqual({ status: "updated" });
    expect(await updateSite(as(), BANANA, change)).toEqual({ status: "unchanged" });
    const outdated = await rowsOf(
      database.ownerUrl,
      "select distinct g.site_id from qr_codes c join guards g on g.id = c.guard_id where c.snapshot_at is null",
    );
    expect(outdated).toEqual([{ site_id: BANANA }]);
    const before = { name: "Banana Island Gate 2", kind: "gate", address: null };
    expect(await audit()).toMatchObject([{ action: "site.updated", subject: BANANA, before, after: change }]);
  });

  test("keeps its name when another open site has the new one", async () => {
    await created("North Gate");
    expect(await updateSite(as(), BANANA, { ...SITE, name: "north gate" })).toEqual({ status: "name_taken" });
    expect((await getSite(as(), BANANA)).name).toBe("Banana Island Gate 2");
  });

  test("of another organisation, or by who may only look, is not touched", async () => {
    await expect(updateSite(as(), "site-demo-westlands", SITE)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(updateSite(as("finance"), BANANA, SITE)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(updateSite(as(), BANANA, { ...SITE, name: "" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await audit()).toEqual([]);
  });
});

describe("closing a site", () => {
  test("is refused while guards stand there, and takes nobody more after they have left", async () => {
    expect(await archiveSite(as(), BANANA)).toEqual({ status: "has_guards", guards: 3 });
    await rowsOf(database.ownerUrl, "update guards set status = 'left', left_at = now() where site_id = $1", [BANANA]);
    expect(await archiveSite(as(), BANANA)).toEqual({ status: "closed" });
    expect(await archiveSite(as(), BANANA)).toEqual({ status: "already_closed" });
    expect(await updateSite(as(), BANANA, SITE)).toEqual({ status: "closed" });
    expect(await audit()).toMatchObject([{ action: "site.closed", subject: BANANA }]);
    expect(await created("Banana Island Gate 2")).toMatch(/^site-/);
  });

  test("of another organisation, or by who may only look, closes nothing", async () => {
    await expect(archiveSite(as(), "site-demo-westlands")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(archiveSite(as("auditor"), BANANA)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });

  test("is taken back while no other open site has the name, and then takes guards again", async () => {
    const siteId = await created("North Gate");
    await archiveSite(as(), siteId);
    expect(await updateSiteStatus(as(), siteId)).toEqual({ status: "opened" });
    expect(await updateSiteStatus(as(), siteId)).toEqual({ status: "already_open" });
    expect(await listOpenSites(as())).toContainEqual(expect.objectContaining({ id: siteId }));
    expect((await audit()).map(({ action }) => action)).toEqual(["site.created", "site.closed", "site.opened"]);
    await archiveSite(as(), siteId);
    await created("North Gate");
    expect(await updateSiteStatus(as(), siteId)).toEqual({ status: "name_taken" });
  });

  test("is taken back neither for another organisation nor by who may only look", async () => {
    await rowsOf(database.ownerUrl, "update sites set status = 'closed'");
    await expect(updateSiteStatus(as(), "site-demo-westlands")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(updateSiteStatus(as("auditor"), BANANA)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });

  test("waits for a guard who is being placed there, and then sees them", async () => {
    const siteId = await created("Race Gate");
    const other = new pg.Client({ connectionString: database.ownerUrl });
    await other.connect();
    try {
      await other.query("begin");
      await other.query("select from sites where id = $1 for share", [siteId]);
      await other.query(
        `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
          values ('grd-race', $1, $2, 'active', 'A', 'B', 'A B.', 'R1')`,
        [LAGOS, siteId],
      );
      const closing = archiveSite(as(), siteId);
      await somebodyWaits();
      await other.query("commit");
      expect(await closing).toEqual({ status: "has_guards", guards: 1 });
    } finally {
      await other.end();
    }
  });

  test("leaves no guard to be placed there afterwards", async () => {
    const siteId = await created("Race Gate");
    await archiveSite(as(), siteId);
    const guard = { firstName: "A", lastName: "B", badgeNumber: null, phone: null, language: "en" as const };
    const placed = { ...guard, employeeId: "R1", siteId, shownAs: "name" as const, status: "active" as const };
    expect(await createGuard(as(), placed)).toMatchObject({ status: "refused", errors: [{ field: "siteId" }] });
  });
});

describe("the list of sites", () => {
  test("finds by name and address, narrows by status and pages both ways without a gap", async () => {
    const names = Array.from({ length: 120 }, (_, i) => `Gate ${String(i).padStart(3, "0")}`);
    const values = names.map((_, i) => `('s${i}', '${LAGOS}', '${names[i]}', '${i % 2 ? "Lekki" : "Ikoyi"}')`).join();
    await rowsOf(database.ownerUrl, `insert into sites (id, organisation_id, name, address) values ${values}`);
    const first = await listSites(as(), { ...ALL, search: "gate" });
    const second = await listSites(as(), { ...ALL, search: "gate", after: first.older });
    const third = await listSites(as(), { ...ALL, search: "gate", after: second.older });
    const walked = [...first.rows, ...second.rows, ...third.rows].map(({ name }) => name);
    expect(walked).toEqual(["Banana Island Gate 2", ...names]);
    expect(third.older).toBeNull();
    expect(await listSites(as(), { ...ALL, search: "gate", before: third.newer })).toEqual(second);
    expect((await listSites(as(), { ...ALL, search: "gate LEKKI" })).rows).toHaveLength(50);
    expect(await listSites(as(), { ...ALL, search: "gate", after: first.older, size: 500 })).toMatchObject({
      ...{ older: null, total: 121, guards: 3, rows: { length: 71 } },
    });
    expect((await listSites(as(), { ...ALL, status: "closed" })).rows).toEqual([]);
    expect((await listSites(as(), { ...ALL, sort: "-name" })).rows[0]?.name).toBe("Ikeja City Mall, Car Park");
  });

  test("takes any address for the first page rather than fail", async () => {
    for (const cursor of ["x", "bnVsbA", "WyIxIl0", "WyJhXHUwMDAwIiwiYiJd", "%00", "😀"]) {
      expect((await listSites(as(), { ...ALL, after: cursor })).rows).toHaveLength(2);
    }
    expect((await listSites(as(), { ...ALL, search: "\0%_\\" })).rows).toEqual([]);
  });

  test("shows its own organisation only", async () => {
    expect(await listOpenSites(as("auditor", "org-demo-accra"))).toMatchObject([{ id: "site-demo-east-legon" }]);
    await expect(getSite(as(), "site-demo-east-legon")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
