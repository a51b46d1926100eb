import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { updateTenantStatus } from "#app/domain/organisations/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { findCard } from "#app/domain/qr/index.ts";
import { takesTips } from "#app/domain/tips/rules.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const opened: TestDatabase[] = [];
let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
  opened.push(database);
  await seed(database);
  await rows("update qr_codes set snapshot_at = now()");
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const rows = (text: string) => rowsOf(database.ownerUrl, text);
const audits = () => rows("select action, after from audit_log order by sequence");
const outdatedCodes = async () => (await rows("select id from qr_codes where snapshot_at is null")).map(({ id }) => id);

function staff(role: Role, organisationId = LAGOS, secondFactorAt?: null): Ctx {
  const parts = { database, bridgeUrl: database.bridgeUrl };
  return staffWorkerContext(parts, { organisationId, role, ...(secondFactorAt === null ? { secondFactorAt } : {}) });
}

describe("a tenant", () => {
  const platform = (): Ctx => ({
    ...workerContext({ database, bridgeUrl: database.bridgeUrl }),
    actor: staff("platform", "org-platform").actor,
  });
  const change = (to: "active" | "suspended", organisationId = LAGOS) => ({
    organisationId,
    to,
    reason: "Unpaid bill",
  });

  test("that is suspended takes no tips and is settled no more, until it is reinstated", async () => {
    const [code] = await rows("select token from qr_codes where id = 'code-demo-emeka'");
    const isOpen = async () => {
      const lookup = await findCard(platform(), String(code?.["token"]));
      return lookup.status === "found" && takesTips(lookup.card);
    };
    expect(await isOpen()).toBe(true);
    expect(await updateTenantStatus(platform(), change("suspended"))).toMatchObject({ status: "updated" });
    expect(await updateTenantStatus(platform(), change("suspended"))).toMatchObject({ status: "unchanged" });
    expect(await isOpen()).toBe(false);
    expect(await outdatedCodes()).toContain("code-demo-emeka");
    expect(await outdatedCodes()).not.toContain("code-demo-wanjiru");
    expect(await updateTenantStatus(platform(), change("active"))).toMatchObject({ status: "updated" });
    expect(await isOpen()).toBe(true);
    expect((await audits()).map(({ action, after }) => [action, after])).toEqual([
      ["organisation.suspended", { status: "suspended", reason: "Unpaid bill" }],
      ["organisation.reinstated", { status: "active", reason: "Unpaid bill" }],
    ]);
  });

  test("is suspended by Asante's own people alone, with a fresh second factor and a reason, and Asante itself by nobody", async () => {
    await expect(updateTenantStatus(staff("owner"), change("suspended"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const late = { ...platform(), actor: staff("platform", "org-platform", null).actor };
    await expect(updateTenantStatus(late, change("suspended"))).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    const mute = { ...change("suspended"), reason: " " };
    await expect(updateTenantStatus(platform(), mute)).rejects.toMatchObject({ fields: [{ field: "reason" }] });
    for (const id of ["org-platform", "org-none"]) {
      await expect(updateTenantStatus(platform(), change("suspended", id))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});
