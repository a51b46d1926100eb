import { Miniflare } from "miniflare";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyGuardImport,
  archiveGuardImport,
  createGuardImport,
  getGuardImport,
  guardCsv,
  guardCsvHeader,
  listGuards,
} from "#app/domain/guards/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { seedDemo } from "#db/seed/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const HEADER = "Employee id,First name,Last name,Site,Phone";
const NEW = `${HEADER}\nE1,Ada,Obi,banana island gate 2,08031234567\nEMEKA,Emeka,Okoro,Banana Island Gate 2,\nMUSA,Musa,Ibrahim,Banana Island Gate 2,`;
const ALL = { search: "", siteId: null, status: null, hasPhoto: null, hasPayoutAccount: null, sort: null };

let miniflare: Miniflare;
let database: TestDatabase;
let files: unknown;

beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
  files = await miniflare.getR2Bucket("FILES");
});
afterAll(() => miniflare?.dispose());
beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  await rowsOf(database.ownerUrl, "update qr_codes set snapshot_at = now()");
});
afterAll(() => database?.close());

const as = (role: Role = "operations", organisationId = "org-demo-lagos"): Ctx =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, files }, { organisationId, role });
const audit = () => rowsOf(database.ownerUrl, "select action, subject from audit_log order by sequence");
const guards = () => rowsOf(database.ownerUrl, "select * from guards order by id");

async function upload(text: string, createMissingSites = false, ctx = as()): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const outcome = await createGuardImport(ctx, { name: "guards.csv", bytes, createMissingSites });
  return outcome.status === "previewed" ? outcome.importId : "";
}

describe("an uploaded file", () => {
  test("says what it would do and does nothing yet", async () => {
    const before = await guards();
    const { record, plan } = await getGuardImport(as(), await upload(NEW));
    expect(record).toMatchObject({ fileName: "guards.csv", status: "previewed", rows: 3, rowsWithErrors: 0 });
    expect(plan).toMatchObject({
      created: [{ row: 2, employeeId: "E1", phone: "+2348031234567" }],
      changed: [{ row: 3, changes: ["Last name"] }],
      unchanged: 1,
      errors: [],
    });
    expect(await guards()).toEqual(before);
  });

  test("that makes no sense as a whole is not kept", async () => {
    const bytes = new TextEncoder().encode("Name\nAda");
    expect(await createGuardImport(as(), { name: "x", bytes, createMissingSites: false })).toMatchObject({
      status: "unreadable",
    });
    expect(await rowsOf(database.ownerUrl, "select from guard_imports")).toEqual([]);
  });

  test("is taken from and shown to those who may write guards of the organisation", async () => {
    const importId = await upload(NEW);
    await expect(upload(NEW, false, as("auditor"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(getGuardImport(as("finance"), importId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const elsewhere = as("admin", "org-demo-accra");
    await expect(getGuardImport(elsewhere, importId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(applyGuardImport(elsewhere, importId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(archiveGuardImport(elsewhere, importId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(applyGuardImport(as("auditor"), importId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(archiveGuardImport(as("auditor"), importId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("can be dropped, once, and then does nothing any more", async () => {
    const importId = await upload(NEW);
    expect(await archiveGuardImport(as(), importId)).toEqual({ status: "discarded" });
    expect(await archiveGuardImport(as(), importId)).toEqual({ status: "not_open" });
    expect(await applyGuardImport(as(), importId)).toEqual({ status: "not_open" });
  });
});

describe("applying an import", () => {
  test("adds and changes guards with an audit row each, and outdates the edge copies of the changed", async () => {
    const importId = await upload(NEW);
    expect(await applyGuardImport(as(), importId)).toEqual({ status: "applied", created: 1, updated: 1, unchanged: 1 });
    const after = await guards();
    expect(after).toContainEqual(
      expect.objectContaining({ employee_id: "E1", display_name: "Ada O.", status: "active", phone: "+2348031234567" }),
    );
    expect(after).toContainEqual(
      expect.objectContaining({
        employee_id: "EMEKA",
        display_name: "Emeka O.",
        last_name: "Okoro",
        badge_number: "PG-014",
      }),
    );
    expect((await audit()).map(({ action }) => action).sort()).toEqual([
      "guard.created",
      "guard.updated",
      "guard_import.applied",
      "guard_import.created",
    ]);
    const outdated = await rowsOf(database.ownerUrl, "select guard_id from qr_codes where snapshot_at is null");
    expect(outdated).toEqual([{ guard_id: "guard-demo-emeka" }]);
  });

  test("tells the old number of each guard who has another, and nobody twice", async () => {
    const phones = `update guards set phone = case employee_id when 'EMEKA' then '+2348031110001' else '+2348031110002' end
      where employee_id in ('EMEKA', 'MUSA')`;
    await rowsOf(database.ownerUrl, phones);
    const rows =
      "EMEKA,Emeka,Okafor,Banana Island Gate 2,08031110003\nMUSA,Musa,Ibrahim,Banana Island Gate 2,08031110002";
    const importId = await upload(`${HEADER}\n${rows}`);
    expect(await applyGuardImport(as(), importId)).toMatchObject({ status: "applied", updated: 1 });
    await applyGuardImport(as(), importId);
    expect(await rowsOf(database.ownerUrl, "select purpose, channel, recipient from messages")).toEqual([
      { purpose: "guard_phone_changed", channel: "sms", recipient: "+2348031110001" },
    ]);
  });

  test("twice, or of the same file uploaded again, changes nothing more", async () => {
    const importId = await upload(NEW);
    const turns = await Promise.all([applyGuardImport(as(), importId), applyGuardImport(as("admin"), importId)]);
    expect(turns.filter(({ status }) => status === "applied")).toHaveLength(1);
    const before = await guards();
    const again = await upload(NEW);
    expect((await getGuardImport(as(), again)).plan).toMatchObject({ created: [], changed: [], unchanged: 3 });
    expect(await applyGuardImport(as(), again)).toEqual({ status: "applied", created: 0, updated: 0, unchanged: 3 });
    expect(await guards()).toEqual(before);
  });

  test("with one wrong row does nothing at all", async () => {
    const before = await guards();
    const importId = await upload(`${NEW}\nE9,Ada,Obi,Nowhere,`);
    expect(await applyGuardImport(as(), importId)).toEqual({ status: "has_errors" });
    expect(await guards()).toEqual(before);
  });

  test("shows somebody new as the organisation chose, unless their row says, and leaves the others as they are", async () => {
    const choice = `insert into organisation_settings (organisation_id, key, value, updated_at)
      values ('org-demo-lagos', 'guards.shown_as', '"initials"', now())`;
    await rowsOf(database.ownerUrl, choice);
    const rows = ["E1,Ada,Obi,Banana Island Gate 2,", "E2,Bisi,Ojo,Banana Island Gate 2,name"];
    const importId = await upload(
      [`Employee id,First name,Last name,Site,Shown as`, ...rows, "EMEKA,Emeka,Okoro,Banana Island Gate 2,"].join("\n"),
    );
    await applyGuardImport(as(), importId);
    const shown = "select display_name from guards where employee_id in ('E1', 'E2', 'EMEKA') order by employee_id";
    expect((await rowsOf(database.ownerUrl, shown)).map((row) => row["display_name"])).toEqual([
      "A.O.",
      "Bisi O.",
      "Emeka O.",
    ]);
  });

  test("makes the missing sites when that was asked for", async () => {
    const importId = await upload(`${NEW}\nE9,Ada,Obi,Lekki Gate,\nE10,Bisi,Ojo,LEKKI gate,`, true);
    expect(await applyGuardImport(as(), importId)).toMatchObject({ status: "applied", created: 3 });
    const made = await rowsOf(
      database.ownerUrl,
      "select s.name, count(*)::int as guards from sites s join guards g on g.site_id = s.id where s.name ilike 'lekki%' group by 1",
    );
    expect(made).toEqual([{ name: "Lekki Gate", guards: 2 }]);
    expect((await audit()).filter(({ action }) => action === "site.created")).toHaveLength(1);
  });

  test("does nothing when a guard, a site or the same employee id comes between reading and writing", async () => {
    const meddling = [
      "update guards set updated_at = now() where id = 'guard-demo-emeka'",
      "update guards set status = 'left', left_at = now() where id = 'guard-demo-emeka'",
      "update sites set status = 'closed' where id = 'site-demo-banana-island'",
      "insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id) values ('grd-x', 'org-demo-lagos', 'site-demo-ikeja-mall', 'active', 'A', 'B', 'A B.', 'E1')",
    ];
    for (const change of meddling) {
      await database.close();
      database = await openTestDatabase();
      await seedDemo(database.ownerUrl, [qrSigningKey]);
      const importId = await upload(NEW);
      const ctx = as();
      const between = { ...ctx, db: beforeStatement(ctx.db, 3, () => rowsOf(database.ownerUrl, change)) };
      expect(await applyGuardImport(between, importId)).toEqual({ status: "changed" });
      const touched = "select from guards where last_name = 'Okoro' or (employee_id = 'E1' and id <> 'grd-x')";
      expect(await rowsOf(database.ownerUrl, touched)).toEqual([]);
      expect(await rowsOf(database.ownerUrl, "select status from guard_imports")).toEqual([{ status: "previewed" }]);
    }
  });

  test("takes back an export as nothing new", async () => {
    const { rows } = await listGuards(as(), { ...ALL, after: null, before: null });
    const importId = await upload(guardCsvHeader() + guardCsv(rows));
    expect((await getGuardImport(as(), importId)).plan).toMatchObject({
      created: [],
      changed: [],
      unchanged: 5,
      errors: [],
    });
  });
});

/** A database in which something happens just before a certain statement. */
function beforeStatement(db: Ctx["db"], number: number, happens: () => Promise<unknown>): Ctx["db"] {
  let count = 0;
  return new Proxy(db, {
    get: (target, name) => {
      if (name !== "execute") return Reflect.get(target, name);
      return async (statement: never) => {
        count += 1;
        if (count === number) await happens();
        return target.execute(statement);
      };
    },
  });
}
