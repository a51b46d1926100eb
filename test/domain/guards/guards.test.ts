import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { createGuard, getGuard, updateGuard, updateGuardSite, updateGuardStatus } from "#app/domain/guards/index.ts";
import type { GuardDetails } from "#app/domain/guards/input.ts";
import type { Role } from "#app/domain/permissions.ts";
import { seedDemo } from "#db/seed/index.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const EMEKA = "guard-demo-emeka";
const TUNDE = "guard-demo-tunde";
const WANJIRU = "guard-demo-wanjiru";
const ADA: GuardDetails = {
  firstName: "Ada",
  lastName: "Obi",
  employeeId: "E-1",
  badgeNumber: null,
  phone: "0803 123 4567",
  language: "en",
  siteId: "site-demo-banana-island",
  shownAs: "initials",
};

let database: TestDatabase;
beforeEach(async () => {
  await database?.close();
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  await rowsOf(database.ownerUrl, "update qr_codes set snapshot_at = now()");
});
afterAll(() => database?.close());

const as = (role: Role = "operations", organisationId = LAGOS): Ctx =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl }, { organisationId, role });
const audit = () => rowsOf(database.ownerUrl, "select action, subject, before, after from audit_log order by sequence");
const outdated = async () =>
  (await rowsOf(database.ownerUrl, "select guard_id from qr_codes where snapshot_at is null order by 1")).map(
    (row) => row["guard_id"],
  );
const refused = (field: string) => ({ status: "refused", errors: [expect.objectContaining({ field })] });

describe("a new guard", () => {
  test("is kept as given, with the phone in full, shown as chosen and in the audit log", async () => {
    const outcome = await createGuard(as(), { ...ADA, status: "draft" });
    const guardId = outcome.status === "created" ? outcome.guardId : "";
    const { siteId, ...details } = ADA;
    expect(await getGuard(as("auditor"), guardId)).toMatchObject({
      ...details,
      phone: "+2348031234567",
      displayName: "A.O.",
      status: "draft",
      siteName: "Banana Island Gate 2",
      hasPayoutAccount: false,
    });
    expect(await audit()).toMatchObject([
      {
        action: "guard.created",
        subject: guardId,
        before: null,
        after: { employeeId: "E-1", siteId, status: "draft" },
      },
    ]);
  });

  test("has an employee id of their own, a phone of its country and an open site of the organisation", async () => {
    const create = (change: Partial<GuardDetails>) => createGuard(as(), { ...ADA, ...change, status: "active" });
    expect(await create({ employeeId: "EMEKA" })).toEqual(refused("employeeId"));
    expect(await create({ phone: "0712 345 678" })).toEqual(refused("phone"));
    expect(await create({ siteId: "site-demo-westlands" })).toEqual(refused("siteId"));
    await rowsOf(database.ownerUrl, "update sites set status = 'closed'");
    expect(await create({})).toEqual(refused("siteId"));
    expect(await audit()).toEqual([]);
  });

  test("may have the employee id of somebody in another organisation", async () => {
    const details = {
      ...ADA,
      phone: null,
      employeeId: "EMEKA",
      siteId: "site-demo-westlands",
      status: "active" as const,
    };
    expect(await createGuard(as("admin", "org-demo-nairobi"), details)).toMatchObject({ status: "created" });
  });

  test("without a name, or made by who may only look, is refused", async () => {
    await expect(createGuard(as(), { ...ADA, firstName: " ", status: "active" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ field: "firstName" }],
    });
    await expect(createGuard(as("finance"), { ...ADA, status: "active" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });
});

describe("a changed guard", () => {
  test("has their edge copy written again, and what was before and after kept", async () => {
    expect(await updateGuard(as(), EMEKA, { ...ADA, shownAs: "name" })).toEqual({ status: "updated" });
    expect(await updateGuard(as(), EMEKA, { ...ADA, shownAs: "name" })).toEqual({ status: "unchanged" });
    expect(await outdated()).toEqual([EMEKA]);
    expect(await getGuard(as(), EMEKA)).toMatchObject({ displayName: "Ada O.", employeeId: "E-1", status: "active" });
    expect(await audit()).toMatchObject([
      {
        action: "guard.updated",
        subject: EMEKA,
        before: { firstName: "Emeka", displayName: "Emeka O.", badgeNumber: "PG-014" },
        after: { firstName: "Ada", displayName: "Ada O.", badgeNumber: null },
      },
    ]);
  });

  test("keeps what they had when the employee id, phone or site cannot be theirs", async () => {
    expect(await updateGuard(as(), EMEKA, { ...ADA, employeeId: "MUSA" })).toEqual(refused("employeeId"));
    expect(await updateGuard(as(), EMEKA, { ...ADA, phone: "1" })).toEqual(refused("phone"));
    expect(await updateGuard(as(), EMEKA, { ...ADA, siteId: "site-demo-westlands" })).toEqual(refused("siteId"));
    expect((await getGuard(as(), EMEKA)).firstName).toBe("Emeka");
  });

  test("with another phone number, or none, is told so at the old one, by the same statement and once", async () => {
    await rowsOf(database.ownerUrl, "update guards set phone = '+2348031110001' where id = $1", [EMEKA]);
    const told = () =>
      rowsOf(database.ownerUrl, "select purpose, channel, recipient from messages order by created_at, id");
    const notice = { purpose: "guard_phone_changed", channel: "sms" };
    await updateGuard(as(), EMEKA, { ...ADA, phone: "0803 111 0001" });
    await updateGuard(as(), EMEKA, { ...ADA, phone: "0803 111 0002", siteId: "site-demo-westlands" });
    expect(await told()).toEqual([]);
    await updateGuard(as(), EMEKA, { ...ADA, phone: "0803 111 0002" });
    await updateGuard(as(), EMEKA, { ...ADA, phone: "0803 111 0002" });
    expect(await told()).toEqual([{ ...notice, recipient: "+2348031110001" }]);
    await updateGuard(as(), EMEKA, { ...ADA, phone: null });
    expect(await told()).toEqual([
      { ...notice, recipient: "+2348031110001" },
      { ...notice, recipient: "+2348031110002" },
    ]);
    await updateGuard(as(), EMEKA, { ...ADA, phone: "0803 111 0003" });
    expect(await told()).toHaveLength(2);
  });

  test("stays as they were once they have left", async () => {
    await rowsOf(database.ownerUrl, "update guards set status = 'left', left_at = now() where id = $1", [EMEKA]);
    expect(await updateGuard(as(), EMEKA, ADA)).toEqual({ status: "left" });
    expect(await audit()).toEqual([]);
  });

  test("of another organisation, or by who may only look, is not touched", async () => {
    await expect(updateGuard(as(), WANJIRU, ADA)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getGuard(as(), WANJIRU)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(updateGuard(as("auditor"), EMEKA, ADA)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(updateGuard(as(), EMEKA, { ...ADA, lastName: "" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("moving guards to another site", () => {
  const BISI = "guard-demo-bisi";
  const NGOZI = "guard-demo-ngozi";
  const MALL = "site-demo-ikeja-mall";
  const move = (guardIds: string[], ctx = as(), siteId = MALL) => updateGuardSite(ctx, { siteId, guardIds });

  test("moves those who stand elsewhere, each with an audit row, outdates their edge copies and says from where", async () => {
    await updateGuardStatus(as(), { change: "suspend", guardIds: [BISI] });
    await rowsOf(database.ownerUrl, "update qr_codes set snapshot_at = now()");
    expect(await move([EMEKA, BISI, NGOZI, WANJIRU, EMEKA])).toEqual({
      ...{ status: "moved", site: "Ikeja City Mall, Car Park", untouched: 2 },
      moved: [BISI, EMEKA].map((id) => ({ id, fromSiteId: ADA.siteId })),
    });
    expect(await outdated()).toEqual([BISI, EMEKA]);
    expect((await audit()).slice(1)).toEqual(
      [BISI, EMEKA].map((subject) => ({
        ...{ action: "guard.moved", subject, before: { siteId: ADA.siteId }, after: { siteId: MALL } },
      })),
    );
  });

  test("leaves those who have left, and takes no closed site nor another organisation's", async () => {
    await rowsOf(database.ownerUrl, "update guards set status = 'left', left_at = now() where id = $1", [EMEKA]);
    expect(await move([EMEKA])).toMatchObject({ moved: [], untouched: 1 });
    expect(await move([BISI], as(), "site-demo-westlands")).toEqual({ status: "no_site" });
    await rowsOf(database.ownerUrl, "update sites set status = 'closed' where id = $1", [MALL]);
    expect(await move([BISI])).toEqual({ status: "no_site" });
    expect(await audit()).toEqual([]);
  });

  test("of nobody, or by who may only look, is refused", async () => {
    await expect(move([])).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(move([BISI], as("finance"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });
});

describe("suspending and reinstating", () => {
  test("moves only those who are in the state it leaves, each with an audit row, and outdates their edge copies", async () => {
    const guardIds = [EMEKA, TUNDE, WANJIRU, "grd-nobody", EMEKA];
    expect(await updateGuardStatus(as(), { change: "suspend", guardIds })).toEqual({ changed: [EMEKA], untouched: 3 });
    expect(await outdated()).toEqual([EMEKA]);
    const both = await updateGuardStatus(as(), { change: "reinstate", guardIds });
    expect(both).toEqual({ changed: [EMEKA, TUNDE], untouched: 2 });
    expect((await audit()).map(({ action, subject, before, after }) => [action, subject, before, after])).toEqual([
      ["guard.suspended", EMEKA, { status: "active" }, { status: "suspended" }],
      ["guard.reinstated", EMEKA, { status: "suspended" }, { status: "active" }],
      ["guard.reinstated", TUNDE, { status: "suspended" }, { status: "active" }],
    ]);
  });

  test("at the same moment by two of the staff happens once", async () => {
    const turns = await Promise.all(
      [as(), as("admin"), as()].map((ctx) => updateGuardStatus(ctx, { change: "suspend", guardIds: [EMEKA] })),
    );
    expect(turns.flatMap(({ changed }) => changed)).toEqual([EMEKA]);
    expect(await audit()).toHaveLength(1);
  });

  test("never brings back somebody who has left", async () => {
    await rowsOf(database.ownerUrl, "update guards set status = 'left', left_at = now() where id = $1", [EMEKA]);
    for (const change of ["activate", "suspend", "reinstate"] as const) {
      expect(await updateGuardStatus(as(), { change, guardIds: [EMEKA] })).toEqual({ changed: [], untouched: 1 });
    }
  });

  test("of nobody, of 501 at once, or by who may only look is refused", async () => {
    const suspend = (guardIds: string[], ctx = as()) => updateGuardStatus(ctx, { change: "suspend", guardIds });
    await expect(suspend([])).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const many = Array.from({ length: 501 }, (_, i) => `grd-${i}`);
    await expect(suspend(many)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(suspend([EMEKA], as("auditor"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audit()).toEqual([]);
  });
});
