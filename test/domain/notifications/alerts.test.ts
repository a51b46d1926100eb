import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { archiveAlert, listAlerts, mayResolveAlert, updateAlert } from "#app/domain/notifications/index.ts";
import type { Role } from "#app/domain/permissions.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const NEWEST = { after: null, before: null };
const opened: TestDatabase[] = [];
let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
  opened.push(database);
  await seed(database);
  await rowsOf(
    database.ownerUrl,
    `insert into alerts (id, organisation_id, kind, subject, detail, raised_at) values
      ('alt-1', '${LAGOS}', 'code.silent', 'code-1', 'nobody scanned', '2026-03-01Z'),
      ('alt-2', '${LAGOS}', 'code.silent', 'code-2', 'nobody scanned', '2026-03-02Z'),
      ('alt-3', 'org-demo-nairobi', 'code.silent', 'code-3', 'nobody scanned', '2026-03-02Z'),
      ('alt-4', null, 'queue.dead_letter', 'queue', 'messages', '2026-03-02Z')`,
  );
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

function staff(role: Role, organisationId = LAGOS, userId = "usr-test") {
  return staffWorkerContext({ database, bridgeUrl: database.bridgeUrl }, { organisationId, role, userId });
}
/** Asante's own people at Asante's own work: the whole database. */
function platform() {
  return {
    ...workerContext({ database, bridgeUrl: database.bridgeUrl }),
    actor: staff("platform", "org-platform").actor,
  };
}
const open = async (ctx = staff("auditor")) =>
  (await listAlerts(ctx, { state: "open", ...NEWEST })).rows.map(({ id }) => id);
const audits = () => rowsOf(database.ownerUrl, "select organisation_id, action, subject, after from audit_log");

describe("alerts", () => {
  test("are each organisation's own, newest first; what is no tenant's is Asante's", async () => {
    expect(await open()).toEqual(["alt-2", "alt-1"]);
    expect(await open(platform())).toEqual(["alt-4"]);
  });

  test("are resolved once, with what was done, however many do it at once", async () => {
    const resolve = () => archiveAlert(staff("operations"), { alertId: "alt-1", note: " Poster replaced. " });
    const outcomes = await Promise.all([resolve(), resolve(), resolve()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["already_resolved", "already_resolved", "resolved"]);
    expect(await audits()).toEqual([
      { organisation_id: LAGOS, action: "alert.resolved", subject: "alt-1", after: { note: "Poster replaced." } },
    ]);
    expect(await open()).toEqual(["alt-2"]);
    const { rows } = await listAlerts(staff("owner"), { state: "resolved", ...NEWEST });
    expect(rows.map(({ id }) => id)).toEqual(["alt-1"]);
  });

  test.each([
    ["payout_account.tampered", ["owner", "platform"]],
    ["staff.wrong_codes", ["owner", "platform"]],
    ["payout.in_doubt", ["owner", "finance", "platform"]],
    ["payouts.await_approval", ["owner", "finance", "platform"]],
    ["dispute.open", ["owner", "finance", "platform"]],
    ["refund.not_ours", ["owner", "finance", "platform"]],
    ["code.silent", ["owner", "admin", "operations", "finance", "platform"]],
  ] as const)("of the kind %s are resolved by %j and nobody else", async (kind, allowed) => {
    await rowsOf(database.ownerUrl, "update alerts set kind = $1 where id = 'alt-1'", [kind]);
    for (const role of ["owner", "admin", "operations", "finance", "auditor", "platform"] as const) {
      const isAllowed = (allowed as readonly Role[]).includes(role);
      expect([role, mayResolveAlert(role, kind)]).toEqual([role, isAllowed]);
      const resolved = archiveAlert(staff(role), { alertId: "alt-1", note: "" });
      if (isAllowed) expect((await resolved).status).toMatch(/resolved/);
      else await expect(resolved).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  test("about what somebody asked for or approved, or about themself, are for others, also when they own the place", async () => {
    const owner = staff("owner");
    const me = owner.actor.kind === "staff" ? owner.actor.userId : "";
    const another = staff("owner", LAGOS, "usr-other");
    await rowsOf(database.ownerUrl, "update alerts set kind = 'staff.wrong_codes', subject = $1 where id = 'alt-1'", [
      `${me}:2026-03-01:${LAGOS}`,
    ]);
    const [account] = await rowsOf(
      database.ownerUrl,
      `insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
         number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, status, notice_phones,
         requested_by, requested_at)
       select 'acc-1', $2, id, 'paystack', 'bank', '058', 'GTBank', 'NGN', 'x', '6789', '{x}', 'Emeka', 'matched', 100,
         'requested', '{}', $1, now() from guards where organisation_id = $2
         and not exists (select from payout_accounts p where p.guard_id = guards.id) limit 1 returning id`,
      [me, LAGOS],
    );
    await rowsOf(
      database.ownerUrl,
      "update alerts set kind = 'payout_account.tampered', subject = $1 where id = 'alt-2'",
      [String(account?.["id"])],
    );
    for (const alertId of ["alt-1", "alt-2"]) {
      await expect(archiveAlert(owner, { alertId, note: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
      expect(await archiveAlert(another, { alertId, note: "" })).toEqual({ status: "resolved" });
    }
  });

  test("are open again when their resolving is taken back, which is in the audit log too", async () => {
    await archiveAlert(staff("operations"), { alertId: "alt-1", note: "" });
    expect(await updateAlert(staff("operations"), "alt-1")).toEqual({ status: "opened" });
    expect(await updateAlert(staff("operations"), "alt-1")).toEqual({ status: "already_open" });
    expect(await open()).toEqual(["alt-2", "alt-1"]);
    expect((await audits()).map(({ action }) => action)).toEqual(["alert.resolved", "alert.reopened"]);
    await expect(updateAlert(staff("auditor"), "alt-1")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(updateAlert(staff("owner"), "alt-3")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("name what they are about, of the organisation alone, and are found by that name", async () => {
    await rowsOf(
      database.ownerUrl,
      `insert into alerts (id, organisation_id, kind, subject, detail, raised_at) values
        ('alt-5', '${LAGOS}', 'silent_code', 'code-demo-emeka', 'not opened', '2026-03-03Z'),
        ('alt-6', '${LAGOS}', 'sticker_swap', 'site-demo-ikeja-mall:alt-6', 'a sticker', '2026-03-04Z'),
        ('alt-7', '${LAGOS}', 'silent_code', 'code-demo-wanjiru', 'not opened', '2026-03-05Z')`,
    );
    const found = async (search: string) =>
      (await listAlerts(staff("auditor"), { state: "open", search, ...NEWEST })).rows.map(({ id, about }) => [
        id,
        about,
      ]);
    const site = { type: "site", id: "site-demo-ikeja-mall", name: "Ikeja City Mall, Car Park", guardId: null };
    const name = "Emeka Okafor, code DEMO-EMEKA";
    const code = { type: "code", id: "code-demo-emeka", name, guardId: "guard-demo-emeka" };
    expect(await found("")).toEqual([
      ["alt-7", null],
      ["alt-6", site],
      ["alt-5", code],
      ["alt-2", null],
      ["alt-1", null],
    ]);
    expect(await found("okafor opened")).toEqual([["alt-5", code]]);
    expect(await found("sticker swap ikeja")).toEqual([["alt-6", site]]);
    expect(await found("Wanjiru")).toEqual([]);
  });

  test("of another organisation, or of Asante, are not there", async () => {
    for (const alertId of ["alt-3", "alt-4", "alt-none"]) {
      await expect(archiveAlert(staff("owner"), { alertId, note: "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(archiveAlert(platform(), { alertId: "alt-1", note: "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await archiveAlert(platform(), { alertId: "alt-4", note: "" })).toEqual({ status: "resolved" });
  });

  test("are not an auditor's to resolve, nor with a note that is too long", async () => {
    await expect(archiveAlert(staff("auditor"), { alertId: "alt-1", note: "" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const long = archiveAlert(staff("owner"), { alertId: "alt-1", note: "x".repeat(301) });
    await expect(long).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ field: "note" }] });
    expect(await audits()).toEqual([]);
  });
});
