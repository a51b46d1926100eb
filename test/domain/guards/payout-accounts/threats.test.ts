import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hours, minutes } from "#app/core/time.ts";
import {
  applyGuardPin,
  applyHeldPayoutAccounts,
  createPayoutAccount,
  releasePayoutAccount,
  releasePayoutAccounts,
  updateGuardPin,
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
  type Person,
} from "#test/factories/payout-accounts.ts";

const NEW_PHONE = "+2348039990009";
const PIN = "402917";
const THIRD: Person = { userId: "usr-third", role: "operations" };
const chosen = { pin: PIN, pinAgain: PIN };

let rig: Awaited<ReturnType<typeof openPayoutAccounts>>;
beforeAll(async () => {
  rig = await openPayoutAccounts();
});
afterAll(() => rig.close());
beforeEach(async () => {
  await rig.clear();
  rig.errors.length = 0;
  await rig.rows("alter table guards disable trigger former_phones_are_kept");
  await rig.rows("update guards set phone = $1, first_name = 'Emeka', last_name = 'Okafor' where id = $2", [
    OLD_PHONE,
    EMEKA,
  ]);
  await rig.rows("alter table guards enable trigger former_phones_are_kept");
});

/** A guard with an account, and a change of it that was approved and waits. */
async function holdChange({ inMs = 0, by = OPERATIONS }: { inMs?: number; by?: Person } = {}): Promise<string> {
  await rig.giveAccount("0123456789", { inMs });
  const accountId = await rig.ask("0123456780", { inMs: inMs + 10, by });
  await releasePayoutAccount(rig.as({ ...FINANCE, inMs: inMs + 20 }), accountId);
  return accountId;
}

/** Somebody whose second factor no longer counts for what moves money. */
function stale(person: Person) {
  const ctx = rig.as(person);
  if (ctx.actor.kind !== "staff") throw new Error("not staff");
  return { ...ctx, actor: { ...ctx.actor, secondFactorAt: new Date(ctx.clock.now().getTime() - minutes(6)) } };
}

describe("nobody redirects a guard's money alone", () => {
  test("not one of operations: they ask, and may not approve", async () => {
    const accountId = await rig.ask("0123456789");
    await expect(releasePayoutAccount(rig.as(OPERATIONS), accountId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await rig.statuses()).toEqual(["requested"]);
  });

  test.each(["owner", "admin", "platform"] as const)("not an %s, who may do both", async (role) => {
    const person = { userId: "usr-both", role };
    const accountId = await rig.ask("0123456789", { by: person });
    expect(await releasePayoutAccount(rig.as(person), accountId)).toMatchObject({ status: "own" });
    expect(await releasePayoutAccounts(rig.as(person), { accountIds: [accountId], onlySimple: true })).toMatchObject([
      { status: "own" },
    ]);
    expect(await rig.statuses()).toEqual(["requested"]);
  });

  test("not with a second role: it is the person that counts", async () => {
    const accountId = await rig.ask("0123456789", { by: { userId: "usr-two", role: "operations" } });
    for (const role of ["finance", "owner", "platform"] as const) {
      const outcome = await releasePayoutAccount(rig.as({ userId: "usr-two", role }), accountId);
      expect(outcome).toMatchObject({ status: "own" });
    }
  });

  test("not through another organisation", async () => {
    const accountId = await rig.ask("0123456789");
    const elsewhere = rig.as({ ...OWNER, organisationId: "org-demo-nairobi" });
    await expect(releasePayoutAccount(elsewhere, accountId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await releasePayoutAccounts(elsewhere, { accountIds: [accountId], onlySimple: false })).toEqual([]);
  });

  test("not past the verbs either: the database refuses an approval by who asked", async () => {
    const accountId = await rig.ask("0123456789");
    const approve = `update payout_accounts set status = 'active', recipient_code = 'RCP_x', active_at = now(),
      approved_at = now(), approved_by = requested_by where id = $1`;
    await expect(rig.rows(approve, [accountId])).rejects.toThrow("payout_accounts_maker_is_not_checker");
  });

  test("not without a fresh second factor", async () => {
    const accountId = await rig.ask("0123456789");
    await expect(releasePayoutAccount(stale(FINANCE), accountId)).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
  });

  test("not with the guard's PIN either, set or typed, without a fresh second factor", async () => {
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -50 }), EMEKA, chosen);
    await holdChange();
    const late = { code: "STEP_UP_REQUIRED" };
    await expect(applyGuardPin(stale(OPERATIONS), EMEKA, { pin: PIN })).rejects.toMatchObject(late);
    await expect(updateGuardPin(stale(OPERATIONS), EMEKA, chosen)).rejects.toMatchObject(late);
    expect(await rig.statuses()).toEqual(["active", "held"]);
    expect(await applyGuardPin(rig.as({ ...THIRD, inMs: 40 }), EMEKA, { pin: PIN })).toEqual({ status: "lifted" });
  });

  test("not by a replay: an approval counts once, and a stopped request never", async () => {
    const accountId = await rig.ask("0123456789");
    await releasePayoutAccount(rig.as(FINANCE), accountId);
    expect(await releasePayoutAccount(rig.as(OWNER), accountId)).toMatchObject({ status: "not_open" });
    const change = await rig.ask("0123456780", { inMs: 5 });
    await releasePayoutAccount(rig.as({ ...FINANCE, inMs: 6 }), change);
    expect(await releasePayoutAccount(rig.as({ ...OWNER, inMs: hours(80) }), change)).toMatchObject({
      status: "not_open",
    });
    expect(await rig.statuses()).toEqual(["active", "held"]);
  });

  test("not by giving the guard another name for a moment", async () => {
    await rig.rail.nameAccount({ bankCode: "058", accountNumber: "0999999999", accountName: "BAKARE TUNDE" });
    await rig.rows("update guards set first_name = 'Tunde', last_name = 'Bakare' where id = $1", [EMEKA]);
    const asked = await createPayoutAccount(rig.as(OPERATIONS), EMEKA, formOf("0999999999"));
    await rig.rows("update guards set first_name = 'Emeka', last_name = 'Okafor' where id = $1", [EMEKA]);
    const accountId = asked.status === "requested" ? asked.accountId : "";
    expect(await releasePayoutAccount(rig.as(FINANCE), accountId)).toMatchObject({ status: "guard_renamed" });
    expect(await rig.statuses()).toEqual(["requested"]);
  });
});

describe("a request that was changed in the database", () => {
  test.each([
    [
      "number, by another row's",
      "number_sealed = (select number_sealed from payout_accounts where guard_id = 'guard-demo-bisi')",
    ],
    ["bank", "destination_code = '057'"],
    ["guard", "guard_id = 'guard-demo-ngozi'"],
    ["holder", "holder_name = 'Okafor Emeka C'"],
    ["visible digits", "number_end = '0000'"],
    ["fingerprint", "number_fingerprints = array[repeat('0', 64)]"],
  ])("its %s: is not approved, and an alarm is raised", async (_, change) => {
    await rig.ask("0777777777", { guardId: "guard-demo-bisi" });
    const accountId = await rig.ask("0123456789");
    await rig.rows(`update payout_accounts set ${change} where id = $1`, [accountId]);
    if (change.startsWith("guard_id")) {
      await rig.rows("update guards set first_name = 'Emeka', last_name = 'Okafor' where id = 'guard-demo-ngozi'");
    }
    const before = rig.paystack.state.recipients.size;
    expect(await releasePayoutAccount(rig.as(FINANCE), accountId)).toMatchObject({ status: "tampered" });
    expect(rig.paystack.state.recipients.size).toBe(before);
    expect(await rig.rows("select kind, subject from alerts")).toEqual([
      { kind: "payout_account.tampered", subject: accountId },
    ]);
    expect(rig.errors).toEqual(["payout_account.tampered"]);
    await rig.rows("update guards set first_name = 'Ngozi', last_name = 'Eze' where id = 'guard-demo-ngozi'");
  });
});

describe("a change of phone does not silence the notice", () => {
  test("whoever changed it in the last 30 days: old and new are told, when it is asked for and when it is in use", async () => {
    await rig.giveAccount("0123456789");
    await rig.rows("delete from messages");
    await rig.rows("update guards set phone = $1 where id = $2", [NEW_PHONE, EMEKA]);
    const accountId = await rig.ask("0123456780", { inMs: minutes(1) });
    expect(await rig.toldOf("payout_account_change_asked")).toEqual([OLD_PHONE, NEW_PHONE]);
    await releasePayoutAccount(rig.as({ ...FINANCE, inMs: minutes(2) }), accountId);
    await applyHeldPayoutAccounts(rig.sweeper(hours(73)));
    expect(await rig.toldOf("payout_account_active")).toEqual([OLD_PHONE, NEW_PHONE]);
  });

  test("nor does one that comes after the request, or takes the number away", async () => {
    await rig.giveAccount("0123456789");
    await rig.rows("delete from messages");
    const accountId = await rig.ask("0123456780", { inMs: 5 });
    await rig.rows("update guards set phone = null where id = $1", [EMEKA]);
    await releasePayoutAccount(rig.as({ ...FINANCE, inMs: 6 }), accountId);
    await applyHeldPayoutAccounts(rig.sweeper(hours(100)));
    expect(await rig.toldOf("payout_account_change_asked")).toEqual([OLD_PHONE]);
    expect(await rig.toldOf("payout_account_active")).toEqual([OLD_PHONE]);
  });
});

describe("a guard's PIN", () => {
  test("lifts the hold in person, once it was chosen before and with somebody else", async () => {
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange();
    expect(await applyGuardPin(rig.as({ ...THIRD, inMs: 100 }), EMEKA, { pin: PIN })).toEqual({
      status: "lifted",
    });
    expect(await rig.statuses()).toEqual(["replaced", "active"]);
    const [row] = await rig.rows("select lifted_by, lifted_at from payout_accounts where status = 'active'");
    expect(row).toMatchObject({ lifted_by: "usr-third", lifted_at: expect.any(Date) });
    expect(await applyGuardPin(rig.as({ ...THIRD, inMs: 101 }), EMEKA, { pin: PIN })).toEqual({
      status: "not_held",
    });
    expect(await rig.toldOf("guard_pin_set")).toEqual([OLD_PHONE]);
  });

  test("that was chosen anew after the change was asked for lifts nothing, not even an owner's", async () => {
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange();
    const owner = rig.as({ ...OWNER, inMs: 50 });
    await updateGuardPin(owner, EMEKA, { pin: "771230", pinAgain: "771230" });
    for (const person of [OWNER, OPERATIONS]) {
      const ctx = rig.as({ ...person, inMs: 60 });
      expect(await applyGuardPin(ctx, EMEKA, { pin: "771230" })).toEqual({ status: "pin_too_new" });
    }
    expect(await rig.statuses()).toEqual(["active", "held"]);
  });

  test("lifts nothing for who was there when it was chosen", async () => {
    await updateGuardPin(rig.as({ ...OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange({ by: OWNER });
    const outcome = await applyGuardPin(rig.as({ ...OPERATIONS, inMs: 100 }), EMEKA, { pin: PIN });
    expect(outcome).toEqual({ status: "set_by_you" });
    expect(await rig.statuses()).toEqual(["active", "held"]);
  });

  test("lifts nothing for who asked for the change or approved it: not by the verb, and not past it", async () => {
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange();
    for (const person of [OPERATIONS, { ...FINANCE, role: "owner" as const }]) {
      const ctx = rig.as({ ...person, inMs: 100 });
      expect(await applyGuardPin(ctx, EMEKA, { pin: PIN })).toEqual({ status: "yours" });
      const lift = "update payout_accounts set lifted_by = $1, lifted_at = now() where status = 'held'";
      await expect(rig.rows(lift, [person.userId])).rejects.toThrow("payout_accounts_lifter_is_a_third");
    }
    expect(await rig.statuses()).toEqual(["active", "held"]);
  });

  test("is no part of the guard's phone number", async () => {
    const pin = OLD_PHONE.slice(-6);
    const outcome = await updateGuardPin(rig.as(OTHER_OPERATIONS), EMEKA, { pin, pinAgain: pin });
    expect(outcome).toEqual({ status: "in_phone" });
    expect(await rig.rows("select 1 from guard_pins")).toEqual([]);
  });

  test("of a hundred tries at once reaches the hash five times, and then locks for 15 minutes", async () => {
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange();
    const wrong = Array.from({ length: 100 }, (_, i) => String(500_000 + i));
    const outcomes = await Promise.all(
      wrong.map((pin) => applyGuardPin(rig.as({ ...THIRD, inMs: 100 }), EMEKA, { pin })),
    );
    const refusals = await rig.rows("select 1 from audit_log where action = 'guard_pin.refused'");
    expect(refusals).toHaveLength(5);
    expect(outcomes.filter(({ status }) => status === "wrong")).toHaveLength(4);
    expect(outcomes.filter(({ status }) => status === "locked")).toHaveLength(96);
    const locked = await applyGuardPin(rig.as({ ...THIRD, inMs: minutes(14) }), EMEKA, { pin: PIN });
    expect(locked).toMatchObject({ status: "locked" });
    const open = await applyGuardPin(rig.as({ ...THIRD, inMs: minutes(15) + 200 }), EMEKA, { pin: PIN });
    expect(open).toEqual({ status: "lifted" });
  });

  test("is kept as a slow hash that the database alone cannot search, and is not one that is guessed first", async () => {
    await updateGuardPin(rig.as(OTHER_OPERATIONS), EMEKA, chosen);
    const [row] = await rig.rows("select hash from guard_pins");
    expect(String(row?.["hash"])).toMatch(/^local\.[\w+/=]+\.[\w+/=]+$/);
    for (const pin of ["123456", "000000", "987654", "121212", "123123", "12345", "12a456"]) {
      const refused = updateGuardPin(rig.as(OTHER_OPERATIONS), EMEKA, { pin, pinAgain: pin });
      await expect(refused).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    await expect(updateGuardPin(rig.as(OPERATIONS), EMEKA, { pin: PIN, pinAgain: "402918" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  test("is neither set nor tried by who may only read or decide, nor from another organisation", async () => {
    for (const role of ["auditor", "finance"] as const) {
      const ctx = rig.as({ userId: "usr-x", role });
      await expect(updateGuardPin(ctx, EMEKA, chosen)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(applyGuardPin(ctx, EMEKA, { pin: PIN })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const other = rig.as({ ...OPERATIONS, organisationId: "org-demo-nairobi" });
    await expect(updateGuardPin(other, EMEKA, chosen)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange();
    expect(await applyGuardPin(other, EMEKA, { pin: PIN })).toEqual({ status: "not_held" });
  });

  test("has ten tries for one hold, each five of which the guard is told, and then the hold runs out by itself", async () => {
    await updateGuardPin(rig.as({ ...OTHER_OPERATIONS, inMs: -1_000 }), EMEKA, chosen);
    await holdChange();
    const guess = (inMs: number, pin: string) => applyGuardPin(rig.as({ ...THIRD, inMs }), EMEKA, { pin });
    for (let round = 0; round < 2; round++) {
      for (let tries = 0; tries < 5; tries++) await guess(100 + minutes(16) * round, `50000${tries}`);
    }
    expect(await rig.toldOf("guard_pin_locked")).toEqual([OLD_PHONE, OLD_PHONE]);
    expect(await guess(minutes(48), PIN)).toEqual({ status: "used_up" });
    expect(await rig.statuses()).toEqual(["active", "held"]);
    await applyHeldPayoutAccounts(rig.sweeper(hours(73)));
    expect(await rig.statuses()).toEqual(["replaced", "active"]);
  });
});
