import { Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { getGuard, updateGuardPhoto } from "#app/domain/guards/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { seedDemo } from "#db/seed/index.ts";
import { paint, quarters, toJpeg } from "#test/factories/pictures.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const EMEKA = "guard-demo-emeka";

let miniflare: Miniflare;
let database: TestDatabase;
let files: R2Bucket;
const removals: Promise<unknown>[] = [];

beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
  files = (await miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  await rowsOf(database.ownerUrl, "update qr_codes set snapshot_at = now()");
});
afterAll(async () => {
  await miniflare?.dispose();
  await database?.close();
});

const as = (role: Role = "operations"): Ctx => ({
  ...staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, files }, { organisationId: "org-demo-lagos", role }),
  afterwards: (work) => void removals.push(work),
});
const photo = { bytes: toJpeg(paint(400, 300, quarters)), crop: null };
const kept = async () => {
  await Promise.all(removals);
  return (await files.list()).objects.map(({ key }) => key).sort();
};

test("a guard's photo is stored, replaced and removed, and nothing of an old one is kept", async () => {
  expect(await updateGuardPhoto(as(), { guardId: EMEKA, photo })).toEqual({ status: "updated" });
  const first = (await getGuard(as(), EMEKA)).photoKey;
  expect(await kept()).toEqual([`photos/${first}`, `photos/${first}-large`]);
  await updateGuardPhoto(as(), { guardId: EMEKA, photo });
  const second = (await getGuard(as(), EMEKA)).photoKey;
  expect(await kept()).toEqual([`photos/${second}`, `photos/${second}-large`]);
  await updateGuardPhoto(as(), { guardId: EMEKA, photo: null });
  expect(await kept()).toEqual([]);
  const outdated = await rowsOf(database.ownerUrl, "select guard_id from qr_codes where snapshot_at is null");
  expect(outdated).toEqual([{ guard_id: EMEKA }]);
  expect(await rowsOf(database.ownerUrl, "select action from audit_log order by sequence")).toEqual([
    { action: "guard.photo_updated" },
    { action: "guard.photo_updated" },
    { action: "guard.photo_removed" },
  ]);
});

test("a photo that cannot be taken, of somebody else's guard, or by who may only look changes and keeps nothing", async () => {
  const nothing = { bytes: new TextEncoder().encode("not a picture"), crop: null };
  expect(await updateGuardPhoto(as(), { guardId: EMEKA, photo: nothing })).toMatchObject({ status: "refused" });
  await expect(updateGuardPhoto(as(), { guardId: "guard-demo-wanjiru", photo })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(updateGuardPhoto(as("auditor"), { guardId: EMEKA, photo })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await rowsOf(database.ownerUrl, "update guards set status = 'left', left_at = now() where id = $1", [EMEKA]);
  expect(await updateGuardPhoto(as(), { guardId: EMEKA, photo })).toEqual({ status: "left" });
  expect(await kept()).toEqual([]);
});
