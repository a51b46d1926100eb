import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "#app/core/errors.ts";
import { listAuditRows } from "#app/domain/audit/index.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  createGuard,
  getGuard,
  listGuardExport,
  listPayoutAccountRequests,
  updateGuard,
  updateGuardPin,
  updateGuardSite,
  updateGuardStatus,
} from "#app/domain/guards/index.ts";
import type { GuardDetails } from "#app/domain/guards/input.ts";
import {
  archiveInvitation,
  archiveMember,
  createInvitation,
  createRoleChange,
  listInvitations,
  listMembers,
} from "#app/domain/identity/index.ts";
import { archiveAlert, listAlerts, updateAlert } from "#app/domain/notifications/index.ts";
import {
  createPolicy,
  createSite,
  getOrganisation,
  getPolicy,
  listOpenSites,
  updateOrganisation,
  updateSettings,
  updateSite,
  updateSiteStatus,
} from "#app/domain/organisations/index.ts";
import { refundTip } from "#app/domain/payments/index.ts";
import { listWaitingGuards, voidPayout } from "#app/domain/payouts/index.ts";
import { archiveCode, archiveGuards, createCode, listGuardCodes } from "#app/domain/qr/index.ts";
import { listGuardTips } from "#app/domain/tips/index.ts";
import { connect } from "#db/client.ts";
import { PAYOUT_ROWS } from "#test/factories/payout-rows.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";

const OWN = "org-demo-lagos";
const OTHER = "org-demo-nairobi";
const [GUARD, CODE, SITE] = ["guard-demo-wanjiru", "code-demo-wanjiru", "site-demo-westlands"];
const MEMBER = "usr-theirs";
const TIP = "tip-01kaaaaaaaaaaaaaaaaaaaaaaa";
const FIRST = { after: null, before: null };
const DETAILS: GuardDetails = {
  ...{ firstName: "Ada", lastName: "Obi", employeeId: "X-1", badgeNumber: null, phone: null },
  ...{ language: "en", siteId: SITE, shownAs: "name" },
};

let database: TestDatabase;
/** Storage that keeps nothing. */
const files = { put: async () => ({}), get: async () => null, head: async () => null, delete: async () => undefined };
/** Somebody whose every statement names the foreign organisation, on a connection that shows their own. */
let intruder: Ctx;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  await rowsOf(
    database.ownerUrl,
    `with person as (
        insert into staff_users (id, name, email, email_verified, updated_at)
        values ('${MEMBER}', 'Theirs', 'theirs@example.com', true, now()), ('usr-test', 'Test', 'test@example.com', true, now())
      ), alert as (
        insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        values ('alt-theirs', '${OTHER}', 'test', 'test', 'theirs', now())
      )
      select 1`,
  );
  await rowsOf(
    database.ownerUrl,
    `with member as (
        insert into members (organisation_id, user_id, role, status) values ('${OTHER}', '${MEMBER}', 'auditor', 'active')
      )
      insert into invitations (id, organisation_id, email, role, status, invited_by)
      values ('inv-theirs', '${OTHER}', 'guest@example.com', 'finance', 'requested', '${MEMBER}')`,
  );
  await rowsOf(
    database.ownerUrl,
    `insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, covers_fee, policy_version,
        platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token)
      values ('${TIP}', '${OTHER}', '${GUARD}', '${CODE}', 'KES', 10000, false, 1, 0, 'guard', 'pending', 'theirs', 'theirs')`,
  );
  await rowsOf(database.ownerUrl, PAYOUT_ROWS, [OTHER, GUARD]);
  const options = { fetchEndpoint: database.bridgeUrl, timeoutMs: 10_000, organisationId: OWN };
  const db = connect(database.staffUrl, options);
  const parts = { database, bridgeUrl: database.bridgeUrl, files };
  intruder = { ...staffWorkerContext(parts, { organisationId: OTHER, role: "platform" }), db, pageDb: db };
});
afterAll(() => database?.close());

/** Every row of the foreign organisation, in every table that names one. */
async function theirRows(): Promise<Record<string, unknown>[]> {
  const tables = await rowsOf(
    database.ownerUrl,
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'organisation_id' order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as table, count(*)::int as rows, md5(coalesce(string_agg(t::text, ';' order by t::text), '')) as hash
       from "${name}" t where organisation_id = '${OTHER}'`,
  );
  return rowsOf(
    database.ownerUrl,
    `${each.join(" union all ")} union all
      select 'organisations', count(*)::int, md5(string_agg(t::text, ';')) from organisations t where id = '${OTHER}'
      union all select 'members', count(*)::int, md5(string_agg(t::text, ';' order by t::text)) from members t order by 1`,
  );
}

/** What came of it: nothing found, or a refusal; a refused write is an error of the database, never a row. */
async function nothingOf(attempt: Promise<unknown>): Promise<string> {
  try {
    const found = JSON.stringify(await attempt, (_, value) => (typeof value === "bigint" ? String(value) : value));
    return /theirs|wanjiru|Wanjiru|Westlands|nairobi/i.test(found) ? `saw ${found.slice(0, 200)}` : "nothing";
  } catch (error) {
    if (error instanceof AppError && error.status >= 500) throw error;
    return "nothing";
  }
}

describe("with the first wall removed, where every statement names the foreign organisation", () => {
  const READS: Record<string, (ctx: Ctx) => Promise<unknown>> = {
    getOrganisation,
    getPolicy,
    listOpenSites,
    listMembers,
    listInvitations,
    listWaitingGuards,
    getGuard: (ctx) => getGuard(ctx, GUARD),
    listGuardExport: (ctx) =>
      listGuardExport(ctx, {
        search: "",
        siteId: null,
        status: null,
        hasPhoto: null,
        hasPayoutAccount: null,
        sort: null,
        ...FIRST,
      }),
    listGuardCodes: (ctx) => listGuardCodes(ctx, GUARD),
    listGuardTips: (ctx) => listGuardTips(ctx, GUARD, { search: "", status: null, ...FIRST }),
    listAlerts: (ctx) => listAlerts(ctx, { state: "open", ...FIRST }),
    listPayoutAccountRequests: (ctx) =>
      listPayoutAccountRequests(ctx, { search: "", status: null, nameCheck: null, kind: null, ...FIRST }),
    listAuditRows: (ctx) =>
      listAuditRows(ctx, { actor: null, action: null, subject: null, from: null, to: null, ...FIRST }),
  };
  test.each(Object.entries(READS))("%s sees no foreign row", async (_, read) => {
    expect(await nothingOf(read(intruder))).toBe("nothing");
  });

  const WRITES: Record<string, (ctx: Ctx) => Promise<unknown>> = {
    createSite: (ctx) => createSite(ctx, { name: "Ours", kind: "gate", address: null }),
    updateSite: (ctx) => updateSite(ctx, SITE, { name: "Ours", kind: "gate", address: null }),
    createGuard: (ctx) => createGuard(ctx, { ...DETAILS, status: "draft" }),
    updateGuard: (ctx) => updateGuard(ctx, GUARD, DETAILS),
    updateGuardStatus: (ctx) => updateGuardStatus(ctx, { change: "suspend", guardIds: [GUARD] }),
    updateGuardSite: (ctx) => updateGuardSite(ctx, { siteId: SITE, guardIds: [GUARD] }),
    updateSiteStatus: (ctx) => updateSiteStatus(ctx, SITE),
    updateAlert: (ctx) => updateAlert(ctx, "alt-theirs"),
    archiveGuards: (ctx) => archiveGuards(ctx, { guardIds: [GUARD] }),
    updateGuardPin: (ctx) => updateGuardPin(ctx, GUARD, { pin: "402917", pinAgain: "402917" }),
    createCode: (ctx) => createCode(ctx, { guardId: GUARD, replaces: CODE }),
    archiveCode: (ctx) => archiveCode(ctx, { codeId: CODE }),
    updateOrganisation: (ctx) =>
      updateOrganisation(ctx, { name: "Ours", timeZone: "Africa/Lagos", language: "en", brandColour: "#112233" }),
    updateSettings: (ctx) => updateSettings(ctx, { "alerts.silence_days": "9" }),
    createPolicy: (ctx) => createPolicy(ctx, { basedOn: 1, wishes: { platformFeeBps: 100 } }),
    createInvitation: (ctx) => createInvitation(ctx, { email: "mine@example.com", role: "auditor" }),
    archiveInvitation: (ctx) => archiveInvitation(ctx, { invitationId: "inv-theirs" }),
    createRoleChange: (ctx) => createRoleChange(ctx, { userId: MEMBER, role: "finance" }),
    archiveMember: (ctx) => archiveMember(ctx, { userId: MEMBER }),
    archiveAlert: (ctx) => archiveAlert(ctx, { alertId: "alt-theirs", note: "" }),
    // The books are the system's to write: what these look up first is behind the wall, and so they never get there.
    refundTip: (ctx) => refundTip(ctx, { tipId: TIP, amountMinor: null, cause: "staff", reason: "Mine" }),
    voidPayout: (ctx) => voidPayout(ctx, { payoutId: "po-matrix", reason: "Mine" }),
  };
  test.each(Object.entries(WRITES))("%s changes no foreign row", async (_, write) => {
    const before = await theirRows();
    expect(await nothingOf(write(intruder))).toBe("nothing");
    expect(await theirRows()).toEqual(before);
  });

  test("the foreign rows are there to be seen, by who may", async () => {
    const parts = { database, bridgeUrl: database.bridgeUrl, files };
    const owner = staffWorkerContext(parts, { organisationId: OTHER, role: "platform" });
    expect(await nothingOf(listMembers(owner))).toContain("saw");
    expect(await updateGuardStatus(owner, { change: "suspend", guardIds: [GUARD] })).toMatchObject({
      changed: [GUARD],
    });
    expect(await archiveInvitation(owner, { invitationId: "inv-theirs" })).toEqual({ status: "revoked" });
  });
});
