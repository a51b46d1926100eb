import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditList, listAuditActors, listAuditRows } from "#app/domain/audit/index.ts";
import { readAuditFilters } from "#app/domain/audit/input.ts";
import type { Role } from "#app/domain/permissions.ts";
import { PAYOUT_ROWS } from "#test/factories/payout-rows.ts";
import { RETURN_ROWS } from "#test/factories/return-rows.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  await rowsOf(
    database.ownerUrl,
    `with people as (
      insert into staff_users (id, name, email, email_verified, updated_at)
      values ('usr-ama', 'Ama Boateng', 'ama@example.com', true, now()) returning id
    )
    insert into members (organisation_id, user_id, role, status) select '${LAGOS}', id, 'admin', 'active' from people`,
  );
  await rowsOf(
    database.ownerUrl,
    `insert into audit_log (organisation_id, actor, action, subject, request_id, address, at) values
      ('${LAGOS}', 'staff:usr-ama', 'guard.created', 'grd-1', 'req', '203.0.113.7', '2026-03-01T22:30:00Z'),
      ('${LAGOS}', 'staff:usr-ama', 'guard.updated', 'grd-1', 'req', '203.0.113.7', '2026-03-01T23:30:00Z'),
      ('${LAGOS}', 'staff:usr-other', 'guardian.named', 'grd-2', 'req', null, '2026-03-02T12:00:00Z'),
      ('${LAGOS}', 'system:sweep', 'code.revoked', 'code-1', 'req', null, '2026-03-03T12:00:00Z'),
      ('org-demo-nairobi', 'staff:usr-ama', 'guard.created', 'grd-9', 'req', null, '2026-03-03T12:00:00Z')`,
  );
});
afterAll(() => database.close());

const staff = (role: Role, organisationId = LAGOS) =>
  staffWorkerContext({ database, bridgeUrl: database.bridgeUrl }, { organisationId, role });

async function listed(filters: Partial<AuditList>) {
  const none = { actor: null, action: null, subject: null, from: null, to: null, after: null, before: null };
  return listAuditRows(staff("auditor"), { ...none, ...filters });
}
const actions = async (filters: Partial<AuditList>) => (await listed(filters)).rows.map(({ action }) => action);

describe("the audit log", () => {
  test("shows its own organisation's rows, newest first, with the names of its own people", async () => {
    const { rows } = await listed({});
    expect(rows.map(({ action }) => action)).toEqual([
      "code.revoked",
      "guardian.named",
      "guard.updated",
      "guard.created",
    ]);
    expect(rows.map(({ actorName }) => actorName)).toEqual([null, null, "Ama Boateng", "Ama Boateng"]);
    expect(rows[3]).toMatchObject({ number: "1", address: "203.0.113.7", at: "2026-03-01T22:30:00.000Z" });
  });

  test.each<[string, Partial<AuditList>, string[]]>([
    ["a person", { actor: "staff:usr-ama" }, ["guard.updated", "guard.created"]],
    ["a kind of actor", { actor: "system" }, ["code.revoked"]],
    ["the beginning of an action", { action: "guard." }, ["guard.updated", "guard.created"]],
    ["what it was done to", { subject: "grd-2" }, ["guardian.named"]],
    [
      "a first day, which begins at midnight in Lagos",
      { from: "2026-03-02" },
      ["code.revoked", "guardian.named", "guard.updated"],
    ],
    ["a last day, which is included", { to: "2026-03-02" }, ["guardian.named", "guard.updated", "guard.created"]],
    ["what is in no row, with signs that a pattern would know", { action: "g%" }, []],
  ])("is narrowed by %s", async (_, filters, expected) => {
    expect(await actions(filters)).toEqual(expected);
  });

  test("is read page by page, there and back, and a bad cursor is the first page", async () => {
    const first = await listed({ size: 2 });
    const second = await listed({ size: 2, after: first.older });
    expect([first.newer, second.older]).toEqual([null, null]);
    expect(second.rows.map(({ number }) => number)).toEqual(["2", "1"]);
    const back = await listed({ size: 2, before: second.newer });
    expect(back.rows).toEqual(first.rows);
    for (const after of ["nonsense", "W10", btoa('["x"]'), btoa('["99999999999999999999"]')]) {
      expect(await actions({ after })).toHaveLength(4);
    }
  });

  test("is nobody's to read without the permission", async () => {
    const none = { actor: null, action: null, subject: null, from: null, to: null, after: null, before: null };
    await expect(listAuditRows(staff("operations"), none)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listAuditActors(staff("operations"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const ama = { actor: "staff:usr-ama", name: "Ama Boateng" };
    expect(await listAuditActors(staff("owner"))).toContainEqual(ama);
    expect(await listAuditActors(staff("owner", "org-demo-nairobi"))).not.toContainEqual(ama);
  });

  test("takes from an address what it understands and leaves the rest", () => {
    const params = new URLSearchParams({
      actor: " staff:usr-1 ",
      action: "x\0",
      subject: "",
      from: "2026-02-30",
      to: "2026-02-03",
    });
    expect(readAuditFilters(params)).toEqual({
      actor: "staff:usr-1",
      action: null,
      subject: null,
      from: null,
      to: "2026-02-03",
    });
  });
});

/** Rows about a guard and everything of theirs, and about another guard's code. */
const OF_A_GUARD = `insert into audit_log (organisation_id, actor, action, subject, request_id, at)
  select '${LAGOS}', 'staff:usr-ama', action, subject, 'req', '2026-04-01Z'::timestamptz + place * interval '1 hour'
  from (values (1, 'guard.suspended', 'guard-demo-emeka'), (2, 'qr_code.revoked', 'code-demo-emeka'),
    (3, 'payout_account.rejected', 'acc-matrix'), (4, 'payout.cancelled', 'po-matrix'),
    (5, 'refund.rejected', 'rf-matrix'), (6, 'dispute.answered', 'dp-matrix'),
    (7, 'qr_code.revoked', 'code-demo-wanjiru')) as done (place, action, subject)`;

test("what was done to a guard includes their codes, accounts and money, and nobody else's", async () => {
  for (const things of [PAYOUT_ROWS, RETURN_ROWS]) {
    await rowsOf(database.ownerUrl, things, [LAGOS, "guard-demo-emeka"]);
  }
  await rowsOf(database.ownerUrl, OF_A_GUARD);
  expect(await actions({ guardId: "guard-demo-emeka" })).toEqual([
    "dispute.answered",
    "refund.rejected",
    "payout.cancelled",
    "payout_account.rejected",
    "qr_code.revoked",
    "guard.suspended",
  ]);
  expect(await actions({ guardId: "guard-demo-emeka", action: "qr_code." })).toEqual(["qr_code.revoked"]);
  expect(await actions({ guardId: "guard-demo-wanjiru" })).toEqual([]);
});
