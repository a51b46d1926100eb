import { Miniflare } from "miniflare";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import type { Role } from "#app/domain/permissions.ts";
import {
  archiveGuards,
  createCode,
  createMissingCodes,
  deliverSnapshots,
  findCard,
  findSnapshot,
  readToken,
} from "#app/domain/qr/index.ts";
import { newSerial, readSerial } from "#app/domain/qr/serial.ts";
import { seedDemo } from "#db/seed/index.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const EMEKA = { guardId: "guard-demo-emeka", codeId: "code-demo-emeka" };
const WANJIRU = "guard-demo-wanjiru";

let miniflare: Miniflare;
let database: TestDatabase;
let files: R2Bucket;

beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
  files = (await miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
});
afterAll(() => miniflare?.dispose());
beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  const kept = await files.list();
  await files.delete(kept.objects.map(({ key }) => key));
});
afterAll(() => database?.close());

const as = (role: Role = "operations", organisationId = "org-demo-lagos"): Ctx =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, files }, { organisationId, role });
const system = (): Ctx => workerContext({ database, bridgeUrl: database.bridgeUrl, files });
type CodeRow = { id: string; token: string; serial: string; version: number; status: string };
const codes = async (guardId: string) =>
  (await rowsOf(
    database.ownerUrl,
    "select id, token, serial, version, status from qr_codes where guard_id = $1 order by version",
    [guardId],
  )) as CodeRow[];
const audit = () => rowsOf(database.ownerUrl, "select action, subject, after from audit_log order by sequence");

describe("regenerating a code", () => {
  test("revokes the old one at once, tombstone and row, and mints the next version", async () => {
    await deliverSnapshots(system());
    const outcome = await createCode(as(), { guardId: EMEKA.guardId, replaces: EMEKA.codeId });
    const [old, fresh] = await codes(EMEKA.guardId);
    expect(old).toMatchObject({ id: EMEKA.codeId, status: "revoked", version: 1 });
    expect(fresh).toMatchObject({ status: "active", version: 2 });
    expect(outcome).toEqual({ status: "created", codeId: fresh?.id, serial: fresh?.serial });
    expect(await findSnapshot(system(), old?.token ?? "")).toEqual({ status: "revoked" });
    expect(await findCard(system(), old?.token ?? "")).toEqual({ status: "gone" });
    expect(await findCard(system(), fresh?.token ?? "")).toMatchObject({ status: "found" });
    expect(await readToken(fresh?.token.toLowerCase() ?? "", [qrSigningKey])).toBe(fresh?.token);
    const after = { guardId: EMEKA.guardId, serial: fresh?.serial, version: 2 };
    expect(await audit()).toEqual(
      expect.arrayContaining([
        { action: "qr_code.revoked", subject: EMEKA.codeId, after: { status: "revoked", replacedBy: fresh?.id } },
        { action: "qr_code.created", subject: fresh?.id, after },
      ]),
    );
  });

  test("by two of the staff in the same moment gives one new code", async () => {
    const turns = await Promise.all(
      [as(), as("admin"), as("owner")].map((ctx) =>
        createCode(ctx, { guardId: EMEKA.guardId, replaces: EMEKA.codeId }),
      ),
    );
    expect(turns.map(({ status }) => status).sort()).toEqual(["changed", "changed", "created"]);
    expect((await codes(EMEKA.guardId)).map(({ status }) => status)).toEqual(["revoked", "active"]);
  });

  test("of a code that was replaced meanwhile, of a suspended guard or of nobody's mints nothing", async () => {
    expect(await createCode(as(), { guardId: EMEKA.guardId, replaces: null })).toEqual({ status: "changed" });
    expect(await createCode(as(), { guardId: EMEKA.guardId, replaces: "code-demo-bisi" })).toEqual({
      status: "changed",
    });
    const tunde = { guardId: "guard-demo-tunde", replaces: "code-demo-tunde" };
    expect(await createCode(as(), tunde)).toEqual({ status: "guard_not_active" });
    const theirs = { guardId: WANJIRU, replaces: "code-demo-wanjiru" };
    await expect(createCode(as(), theirs)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(createCode(as("auditor"), tunde)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });
});

describe("guards without a code", () => {
  const newcomers = (count: number, organisationId = "org-demo-lagos", siteId = "site-demo-ikeja-mall") =>
    rowsOf(
      database.ownerUrl,
      `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
        select $1 || '-new-' || i, $1, $2, case when i = 1 then 'draft' else 'active' end, 'A', 'B', 'A B.', 'N' || i
        from generate_series(1, ${count}) as i`,
      [organisationId, siteId],
    );

  test("get one each when they are active, once, however often it is asked", async () => {
    await newcomers(30);
    const turns = await Promise.all([createMissingCodes(as()), createMissingCodes(as("admin"))]);
    expect(turns.reduce((one, other) => one + other)).toBe(29);
    expect(await createMissingCodes(as())).toBe(0);
    const made = await rowsOf(
      database.ownerUrl,
      "select distinct status, version from qr_codes where guard_id like '%-new-%'",
    );
    expect(made).toEqual([{ status: "active", version: 1 }]);
    expect(await audit()).toHaveLength(29);
  });

  test("of every organisation are served by the system, and of their own alone by staff", async () => {
    await newcomers(3);
    await newcomers(3, "org-demo-accra", "site-demo-east-legon");
    expect(await createMissingCodes(as("admin", "org-demo-accra"))).toBe(2);
    expect(await createMissingCodes(system())).toBe(2);
    await expect(createMissingCodes(as("finance"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("whose code was revoked get none by itself, and the next version when it is asked for", async () => {
    await rowsOf(database.ownerUrl, "update qr_codes set status = 'revoked', revoked_at = now() where id = $1", [
      EMEKA.codeId,
    ]);
    expect([await createMissingCodes(as()), await createMissingCodes(system())]).toEqual([0, 0]);
    expect((await createCode(as(), { guardId: EMEKA.guardId, replaces: null })).status).toBe("created");
    expect((await codes(EMEKA.guardId)).map(({ version, status }) => [version, status])).toEqual([
      [1, "revoked"],
      [2, "active"],
    ]);
  });
});

describe("guards who leave", () => {
  test("lose their codes at once, tombstone and row, and do not come back", async () => {
    await deliverSnapshots(system());
    const guardIds = [EMEKA.guardId, "guard-demo-tunde", WANJIRU];
    const outcome = await archiveGuards(as(), { guardIds });
    expect(outcome).toEqual({ changed: [EMEKA.guardId, "guard-demo-tunde"], untouched: 1 });
    const [code] = await codes(EMEKA.guardId);
    expect(code?.status).toBe("revoked");
    expect(await findSnapshot(system(), code?.token ?? "")).toEqual({ status: "revoked" });
    expect(await findSnapshot(system(), (await codes(WANJIRU))[0]?.token ?? "")).toMatchObject({ status: "found" });
    expect(await archiveGuards(as(), { guardIds })).toEqual({ changed: [], untouched: 3 });
    expect((await audit()).map(({ action }) => action).sort()).toEqual([
      "guard.left",
      "guard.left",
      "qr_code.revoked",
      "qr_code.revoked",
    ]);
  });

  test("have a tombstone before the database hears of it", async () => {
    const ctx = as();
    let statements = 0;
    const db = new Proxy(ctx.db, {
      get: (target, name) => {
        if (name !== "execute") return Reflect.get(target, name);
        return (statement: never) => {
          statements += 1;
          if (statements < 2) return target.execute(statement);
          throw new Error("the statement never ran");
        };
      },
    });
    await expect(archiveGuards({ ...ctx, db }, { guardIds: [EMEKA.guardId] })).rejects.toThrow("never ran");
    const [code] = await codes(EMEKA.guardId);
    expect(await findSnapshot(system(), code?.token ?? "")).toEqual({ status: "revoked" });
    expect(await archiveGuards(ctx, { guardIds: [EMEKA.guardId] })).toMatchObject({ changed: [EMEKA.guardId] });
  });

  test("are not sent away by who may only look, nor nobody", async () => {
    await expect(archiveGuards(as("auditor"), { guardIds: [EMEKA.guardId] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(archiveGuards(as(), { guardIds: [] })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a code's serial", () => {
  test("begins like the organisation and can be typed in any case, with or without its hyphens", () => {
    const randomness = { bytes: (length: number) => new Uint8Array(length).map((_, i) => i * 7) };
    const serial = newSerial("lagos-palmgate", randomness);
    expect(serial).toBe("AGS-07EN-W3AH");
    for (const text of [serial, serial.toLowerCase(), serial.replaceAll("-", ""), "ags-O7en-w3ah", " AGS 07EN W3AH "]) {
      expect(readSerial(text)).toBe(serial);
    }
    expect(readSerial("AGS-07EN")).toBeNull();
    expect(newSerial("lo-il", randomness)).toMatch(/^ASN-/);
  });
});
