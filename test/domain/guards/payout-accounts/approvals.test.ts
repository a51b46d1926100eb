import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hours } from "#app/core/time.ts";
import {
  applyHeldPayoutAccounts,
  createPayoutAccount,
  findPayoutAccount,
  listPayoutAccountRequests,
  releasePayoutAccount,
  releasePayoutAccounts,
  voidPayoutAccount,
} from "#app/domain/guards/index.ts";
import {
  EMEKA,
  FINANCE,
  formOf,
  OLD_PHONE,
  OPERATIONS,
  OTHER_OPERATIONS,
  OWNER,
  openPayoutAccounts,
} from "#test/factories/payout-accounts.ts";

let rig: Awaited<ReturnType<typeof openPayoutAccounts>>;
beforeAll(async () => {
  rig = await openPayoutAccounts();
});
afterAll(() => rig.close());
beforeEach(async () => {
  await rig.clear();
  rig.errors.length = 0;
  await rig.rail.faults.clear();
});

const everything = { search: "", status: null, nameCheck: null, kind: null, after: null, before: null };

describe("an approval", () => {
  test("brings a first account into use at once, known to the rail, and tells the guard", async () => {
    const accountId = await rig.ask("0123456789");
    expect(await releasePayoutAccount(rig.as(FINANCE), accountId)).toMatchObject({ status: "active" });
    const [row] = await rig.rows("select * from payout_accounts");
    expect(row).toMatchObject({ status: "active", requested_by: "usr-ops", approved_by: "usr-fin", held_until: null });
    expect(rig.paystack.state.recipients.get(String(row?.["recipient_code"]))).toMatchObject({
      accountNumber: "0123456789",
      bankCode: "058",
    });
    expect(await rig.toldOf("payout_account_active")).toEqual([OLD_PHONE]);
    expect(await rig.toldOf("payout_account_change_asked")).toEqual([]);
  });

  test("holds what takes another's place for 72 hours, and the sweep brings it into use then, not before", async () => {
    await rig.giveAccount("0123456789");
    const accountId = await rig.ask("0123456780", { inMs: 10 });
    expect(await rig.toldOf("payout_account_change_asked")).toEqual([OLD_PHONE]);
    expect(await releasePayoutAccount(rig.as({ ...FINANCE, inMs: 20 }), accountId)).toMatchObject({ status: "held" });
    expect(await applyHeldPayoutAccounts(rig.sweeper(hours(72)))).toBe(0);
    expect(await rig.statuses()).toEqual(["active", "held"]);
    expect(await applyHeldPayoutAccounts(rig.sweeper(hours(72) + 20))).toBe(1);
    expect(await rig.statuses()).toEqual(["replaced", "active"]);
    expect(await applyHeldPayoutAccounts(rig.sweeper(hours(90)))).toBe(0);
    expect(await rig.toldOf("payout_account_active")).toEqual([OLD_PHONE, OLD_PHONE]);
  });

  test("stays open when the rail does not answer, and is repeated with one recipient", async () => {
    const accountId = await rig.ask("0123456789");
    const before = rig.paystack.state.recipients.size;
    await rig.rail.faults.add({ operation: "recipient.create", kind: "reset_mid_body", when: "after" });
    expect(await releasePayoutAccount(rig.as(FINANCE), accountId)).toMatchObject({ status: "unknown" });
    expect(await rig.rows("select status, claimed_by from payout_accounts")).toEqual([
      { status: "requested", claimed_by: null },
    ]);
    expect(await releasePayoutAccount(rig.as(OWNER), accountId)).toMatchObject({ status: "active" });
    expect(rig.paystack.state.recipients.size - before).toBeLessThanOrEqual(1);
  });

  test("of two at once counts once", async () => {
    const accountId = await rig.ask("0123456789");
    await rig.rail.settings({ latencyMs: 60 });
    const people = [FINANCE, OWNER, { userId: "usr-admin", role: "admin" as const }, FINANCE];
    const outcomes = await Promise.all(people.map((person) => releasePayoutAccount(rig.as(person), accountId)));
    await rig.rail.settings({ latencyMs: 0 });
    expect(outcomes.filter(({ status }) => status === "active")).toHaveLength(1);
    const others = outcomes.filter(({ status }) => status !== "active").map(({ status }) => status);
    expect(others.every((status) => status === "taken" || status === "not_open")).toBe(true);
    const approvals = await rig.rows(
      "select 1 from audit_log where action = 'payout_account.approved' and subject = $1",
      [accountId],
    );
    expect(approvals).toHaveLength(1);
  });

  test("of several takes first accounts in the guard's own name that nobody else has, and leaves the rest", async () => {
    const simple = await rig.ask("0123456789");
    const shared = await rig.ask("0555555555", { guardId: "guard-demo-bisi" });
    await rig.rail.nameAccount({
      bankCode: "058",
      accountNumber: "0555555555",
      accountName: "IBRAHIM MUSA LAWAL ADEBISI",
    });
    const musa = await rig.ask("0555555555", { guardId: "guard-demo-musa" });
    await rig.rail.nameAccount({ bankCode: "058", accountNumber: "0777777777", accountName: "SOMEBODY ELSE" });
    const different = await createPayoutAccount(
      rig.as(OPERATIONS),
      "guard-demo-ngozi",
      formOf("0777777777", { reason: "Her mother's" }),
    );
    const differentId = different.status === "requested" ? different.accountId : "";
    const accountIds = [simple, shared, musa, differentId, "pac-unknown"];
    const decisions = await releasePayoutAccounts(rig.as(FINANCE), { accountIds, onlySimple: true });
    expect(Object.fromEntries(decisions.map(({ accountId, status }) => [accountId, status]))).toEqual({
      [simple]: "active",
      [shared]: "not_simple",
      [musa]: "not_simple",
      [differentId]: "not_simple",
    });
    const open = await listPayoutAccountRequests(rig.as(FINANCE), everything);
    expect(open.total).toBe(3);
    expect(open.rows.find(({ id }) => id === musa)?.sharedWith).toEqual(["Adebisi Lawal"]);
    expect(await rig.rows("select 1 from payout_accounts where claimed_by is not null")).toEqual([]);
  });

  test("names nobody of another organisation who has the same account, but says how many", async () => {
    await rig.giveAccount("0123456789");
    await rig.rows(
      `insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
          number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, status, notice_phones,
          requested_by, requested_at)
        select 'pac-elsewhere', 'org-demo-accra', 'guard-demo-kofi', rail, kind, destination_code, destination_name, currency,
          number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, 'requested', '{}',
          'usr-x', now() from payout_accounts`,
    );
    const { current } = await findPayoutAccount(rig.as(FINANCE), EMEKA);
    expect(current).toMatchObject({ sharedWith: [], sharedElsewhere: 1 });
    const elsewhere = await findPayoutAccount(
      rig.as({ ...FINANCE, organisationId: "org-demo-accra" }),
      "guard-demo-kofi",
    );
    expect(elsewhere.waiting).toMatchObject({ sharedWith: [], sharedElsewhere: 1 });
  });
});

describe("stopping", () => {
  test("who asked may cancel, a checker rejects, and a colleague may stop what is held; always with a reason", async () => {
    const first = await rig.ask("0123456789");
    await expect(voidPayoutAccount(rig.as(OPERATIONS), first, { reason: " " })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await expect(voidPayoutAccount(rig.as(OTHER_OPERATIONS), first, { reason: "Wrong" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await voidPayoutAccount(rig.as(OPERATIONS), first, { reason: "Typed wrong" })).toEqual({
      status: "cancelled",
    });
    const second = await rig.ask("0123456789", { inMs: 5 });
    expect(await voidPayoutAccount(rig.as(FINANCE), second, { reason: "Not his" })).toEqual({ status: "rejected" });
    expect(await voidPayoutAccount(rig.as(FINANCE), second, { reason: "Not his" })).toEqual({ status: "not_open" });
    await rig.giveAccount("0123456789", { inMs: 10 });
    const change = await rig.ask("0123456780", { inMs: 20 });
    await releasePayoutAccount(rig.as({ ...FINANCE, inMs: 21 }), change);
    expect(await voidPayoutAccount(rig.as(OTHER_OPERATIONS), change, { reason: "The guard called" })).toEqual({
      status: "rejected",
    });
    expect(await applyHeldPayoutAccounts(rig.sweeper(hours(100)))).toBe(0);
    expect(await rig.statuses()).toEqual(["cancelled", "rejected", "active", "rejected"]);
  });

  test("while the rail is asked wins over the approval", async () => {
    const accountId = await rig.ask("0123456789");
    await rig.rail.settings({ latencyMs: 150 });
    const approving = releasePayoutAccount(rig.as(FINANCE), accountId);
    await expect
      .poll(() => rig.rows("select claimed_by from payout_accounts"), { interval: 5 })
      .toEqual([{ claimed_by: "usr-fin" }]);
    expect(await voidPayoutAccount(rig.as(OPERATIONS), accountId, { reason: "Wrong guard" })).toEqual({
      status: "cancelled",
    });
    expect(await approving).toMatchObject({ status: "not_open" });
    await rig.rail.settings({ latencyMs: 0 });
    expect(await rig.statuses()).toEqual(["cancelled"]);
  });

  test("of another organisation's is not found", async () => {
    const accountId = await rig.ask("0123456789");
    const other = rig.as({ ...FINANCE, organisationId: "org-demo-nairobi" });
    await expect(voidPayoutAccount(other, accountId, { reason: "Mine" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(releasePayoutAccount(other, accountId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
