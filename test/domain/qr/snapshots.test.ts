import { Miniflare } from "miniflare";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import type { Role } from "#app/domain/permissions.ts";
import {
  archiveCode,
  createCode,
  createMissingCodes,
  deliverSnapshots,
  findCard,
  findSnapshot,
} from "#app/domain/qr/index.ts";
import { seedDemo } from "#db/seed/index.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

let miniflare: Miniflare;
let database: TestDatabase;
let ctx: Ctx;
let operations: Ctx;
let code: { organisationId: string; codeId: string; token: string };

beforeAll(() => {
  miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
});
afterAll(() => miniflare?.dispose());

beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  const files = await miniflare.getR2Bucket("FILES");
  const kept = await files.list();
  await files.delete(kept.objects.map(({ key }) => key));
  const [organisation] = await seedDemo(database.ownerUrl, [qrSigningKey]);
  const guard = organisation?.guards[0];
  code = { organisationId: organisation?.id ?? "", codeId: guard?.codeId ?? "", token: guard?.token ?? "" };
  ctx = workerContext({ database, bridgeUrl: database.bridgeUrl, files });
  operations = as("operations");
});

/** The same as one of the staff, behind row-level security. */
function as(role: Role, organisationId = code.organisationId): Ctx {
  const parts = { database, bridgeUrl: database.bridgeUrl, files: ctx.files };
  return staffWorkerContext(parts, { organisationId, role });
}
afterAll(() => database?.close());

const HOUR_MS = 3_600_000;
const later = (hours: number): Ctx => ({ ...ctx, clock: { now: () => new Date(Date.now() + hours * HOUR_MS) } });

describe("a code's edge copy", () => {
  test("is written for every active code, says what the database says, and is then left alone", async () => {
    expect(await deliverSnapshots(ctx)).toBe(7);
    expect(await deliverSnapshots(ctx)).toBe(0);
    const [copy, row] = [await findSnapshot(ctx, code.token), await findCard(ctx, code.token)];
    expect(copy).toEqual(row);
  });

  test("is written again before it grows too old to be used", async () => {
    await deliverSnapshots(ctx);
    expect(await findSnapshot(later(25), code.token)).toEqual({ status: "none" });
    expect(await deliverSnapshots(later(13))).toBe(7);
    expect((await findSnapshot(later(25), code.token)).status).toBe("found");
  });

  test("is a tombstone before the row is revoked", async () => {
    await deliverSnapshots(ctx);
    const readOnly = { ...operations, db: failingAfter(operations.db, 1) };
    await expect(archiveCode(readOnly, code)).rejects.toThrow("the statement never ran");
    expect(await findSnapshot(ctx, code.token)).toEqual({ status: "revoked" });
    const [row] = await rowsOf(database.ownerUrl, "select status from qr_codes where id = $1", [code.codeId]);
    expect(row).toEqual({ status: "active" });
  });

  test("never comes back to life, whatever is written after the tombstone", async () => {
    expect(await archiveCode(operations, code)).toEqual({ status: "revoked" });
    await rowsOf(database.ownerUrl, "update qr_codes set status = 'active', revoked_at = null where id = $1", [
      code.codeId,
    ]);
    await deliverSnapshots(ctx);
    expect(await findSnapshot(ctx, code.token)).toEqual({ status: "revoked" });
  });

  test("is not written over a tombstone that came while the card was read", async () => {
    const files = interleave(ctx.files, () => archiveCode(operations, code));
    await deliverSnapshots({ ...ctx, files });
    expect(await findSnapshot(ctx, code.token)).toEqual({ status: "revoked" });
  });
});

describe("revoking a code", () => {
  test("is recorded once in the audit log, with what was before and after", async () => {
    await archiveCode(operations, code);
    expect(await archiveCode(operations, code)).toEqual({ status: "not_active" });
    const log = await rowsOf(database.ownerUrl, "select action, subject, before, after from audit_log");
    expect(log).toEqual([
      { action: "qr_code.revoked", subject: code.codeId, before: { status: "active" }, after: { status: "revoked" } },
    ]);
    expect(await findCard(ctx, code.token)).toEqual({ status: "gone" });
  });

  test("of another organisation finds nothing", async () => {
    const elsewhere = as("owner", "org-demo-nairobi");
    await expect(archiveCode(elsewhere, code)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await findSnapshot(ctx, code.token)).toEqual({ status: "none" });
  });

  test.each(["finance", "auditor"] as const)("is not %s's to do, nor anybody's who is not signed in", async (role) => {
    await expect(archiveCode(as(role), code)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(archiveCode(ctx, code)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await findSnapshot(ctx, code.token)).toEqual({ status: "none" });
  });

  test("without replacing it stays so: nothing mints another until somebody asks", async () => {
    await archiveCode(operations, code);
    expect(await createMissingCodes(ctx)).toBe(0);
    const [row] = await rowsOf(database.ownerUrl, "select guard_id from qr_codes where id = $1", [code.codeId]);
    const minted = await createCode(operations, { guardId: String(row?.["guard_id"]), replaces: null });
    expect(minted.status).toBe("created");
  });
});

/** A database that answers a number of statements and is then gone. */
function failingAfter(db: Ctx["db"], statements: number): Ctx["db"] {
  let left = statements;
  return new Proxy(db, {
    get: (target, name) => {
      if (name !== "execute") return Reflect.get(target, name);
      return (statement: never) => {
        if (left-- > 0) return target.execute(statement);
        throw new Error("the statement never ran");
      };
    },
  });
}

/** Object storage in which something happens between the first look and the first write. */
function interleave(files: R2Bucket, happens: () => Promise<unknown>): R2Bucket {
  let done: Promise<unknown> | undefined;
  return new Proxy(files, {
    get: (target, name) => {
      if (name !== "put") return Reflect.get(target, name).bind(target);
      return async (...call: Parameters<R2Bucket["put"]>) => {
        done ??= happens();
        await done;
        return target.put(...call);
      };
    },
  });
}
