import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  createPayoutAccount,
  findAccountName,
  findPayoutAccount,
  listPayoutAccountRequests,
} from "#app/domain/guards/index.ts";
import { EMEKA, FINANCE, formOf, LAGOS, OPERATIONS, openPayoutAccounts } from "#test/factories/payout-accounts.ts";

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

describe("asking whose account it is", () => {
  test("shows the holder's name and how far it is the guard's, and saves nothing", async () => {
    await rig.rail.nameAccount({ bankCode: "058", accountNumber: "0123456789", accountName: "OKAFOR EMEKA" });
    expect(await findAccountName(rig.as(OPERATIONS), EMEKA, formOf("012 345 6789"))).toEqual({
      status: "found",
      holderName: "OKAFOR EMEKA",
      nameCheck: "matched",
      percent: 100,
      destinationName: "Guaranty Trust Bank",
      isMatch: true,
    });
    expect(await rig.statuses()).toEqual([]);
  });

  test("is counted per person and per organisation, before the rail is asked", async () => {
    const keys: string[] = [];
    const ctx = rig.as(OPERATIONS);
    const limits = {
      take: async (claims: readonly { key: string }[]) => {
        keys.push(...claims.map(({ key }) => key));
        return { allowed: false as const, retryAfterSeconds: 60 };
      },
    };
    await rig.rail.faults.add({ operation: "bank.resolve", kind: "status", status: 500 });
    await expect(findAccountName({ ...ctx, limits }, EMEKA, formOf("0123456789"))).rejects.toMatchObject({
      code: "RATE_LIMITED",
      retryAfterSeconds: 60,
    });
    expect(keys.filter((key) => key.includes(OPERATIONS.userId))).toHaveLength(2);
    expect(keys.filter((key) => key.includes(LAGOS))).toHaveLength(1);
    expect(await findAccountName(ctx, EMEKA, formOf("0123456789"))).toEqual({ status: "unknown" });
  });

  test.each([
    ["there is no such account", { number: "1234560404" }, "number"],
    ["the number has the wrong length", { number: "12345" }, "number"],
    ["the bank is not the rail's", { destination: "bank:999" }, "destination"],
    ["the bank cannot be paid", { destination: "mobile_money:MTN" }, "destination"],
  ])("says which field is wrong when %s", async (_, more, field) => {
    const outcome = await findAccountName(rig.as(OPERATIONS), EMEKA, formOf("0123456789", more));
    expect(outcome).toMatchObject({ status: "refused", field });
  });

  test("where nobody can be asked, the name that was typed is compared and shown as not asked for", async () => {
    const ctx = rig.as({ ...OPERATIONS, organisationId: "org-demo-nairobi" });
    const form = formOf("0712345678", { destination: "mobile_money:MPESA" });
    const guard = "guard-demo-wanjiru";
    expect(await findAccountName(ctx, guard, form)).toMatchObject({ status: "refused", field: "holderName" });
    const named = { ...form, holderName: "Wanjiru Kamau" };
    expect(await findAccountName(ctx, guard, named)).toMatchObject({ nameCheck: "not_offered", percent: 100 });
    expect(await createPayoutAccount(ctx, guard, { ...form, holderName: "Peter Otieno" })).toMatchObject({
      status: "reason_needed",
      differs: true,
    });
  });
});

describe("an account that is asked for", () => {
  test("is kept sealed and masked: its number is nowhere else in the database", async () => {
    const number = "0123456789";
    await rig.giveAccount(number);
    const tables = await rig.rows(
      "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    for (const { table_name } of tables) {
      const found = await rig.rows(`select 1 from ${table_name} t where t::text like '%${number}%'`);
      expect({ table: table_name, found }).toEqual({ table: table_name, found: [] });
    }
    const { current } = await findPayoutAccount(rig.as(FINANCE), EMEKA);
    expect(current).toMatchObject({ numberEnd: "6789", holderName: "Okafor Emeka", status: "active", percent: 100 });
    expect(JSON.stringify(current)).not.toContain(number);
  });

  test("never trusts the form for the holder's name: the rail is asked again", async () => {
    await rig.rail.nameAccount({ bankCode: "058", accountNumber: "0123456789", accountName: "BAKARE TUNDE" });
    const form = formOf("0123456789", { holderName: "Emeka Okafor" });
    expect(await createPayoutAccount(rig.as(OPERATIONS), EMEKA, form)).toEqual({
      status: "reason_needed",
      holderName: "BAKARE TUNDE",
      percent: 0,
      isMatch: false,
      isAsked: true,
      isChange: false,
      differs: true,
    });
    const outcome = await createPayoutAccount(rig.as(OPERATIONS), EMEKA, { ...form, reason: "It is his uncle's" });
    expect(outcome).toMatchObject({ status: "requested" });
    const { rows } = await listPayoutAccountRequests(rig.as(FINANCE), everything);
    expect(rows).toMatchObject([{ nameCheck: "differs", percent: 0, reason: "It is his uncle's", isSimple: false }]);
  });

  test("is not saved when the rail gives another name than was shown", async () => {
    await rig.rail.nameAccount({ bankCode: "058", accountNumber: "0123456789", accountName: "OKAFOR EMEKA" });
    const form = formOf("0123456789", { seenName: "OKAFOR EMEKA C" });
    const outcome = await createPayoutAccount(rig.as(OPERATIONS), EMEKA, form);
    expect(outcome).toEqual({
      status: "look_again",
      holderName: "OKAFOR EMEKA",
      percent: 100,
      isMatch: true,
      isAsked: true,
    });
    expect(await rig.statuses()).toEqual([]);
  });

  test("waits alone: of two requests at once one is kept", async () => {
    await rig.rail.nameAccount({ bankCode: "058", accountNumber: "0123456789", accountName: "OKAFOR EMEKA" });
    const ask = () => createPayoutAccount(rig.as(OPERATIONS), EMEKA, formOf("0123456789"));
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["already_waiting", "already_waiting", "requested"]);
    expect(await rig.statuses()).toEqual(["requested"]);
  });

  test("is refused when it is the one in use", async () => {
    await rig.giveAccount("0123456789");
    const again = formOf("0123456789", { reason: "Again" });
    expect(await createPayoutAccount(rig.as(OPERATIONS), EMEKA, again)).toEqual({ status: "same_account" });
  });

  test("is refused from another organisation and from who may only read", async () => {
    const other = rig.as({ ...OPERATIONS, organisationId: "org-demo-nairobi" });
    await expect(createPayoutAccount(other, EMEKA, formOf("0123456789"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    const auditor = rig.as({ userId: "usr-aud", role: "auditor" });
    await expect(createPayoutAccount(auditor, EMEKA, formOf("0123456789"))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(createPayoutAccount(rig.as(OPERATIONS), EMEKA, formOf("x"))).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  test("is not asked for while the rail does not say whose it is", async () => {
    await rig.rail.faults.add({ operation: "bank.resolve", kind: "status", status: 502 });
    expect(await createPayoutAccount(rig.as(OPERATIONS), EMEKA, formOf("0123456789"))).toEqual({ status: "unknown" });
    await rig.rail.settings({ resolveDailyCap: 0 });
    expect(await createPayoutAccount(rig.as(OPERATIONS), EMEKA, formOf("0123456789"))).toEqual({ status: "later" });
    await rig.rail.settings({ resolveDailyCap: null });
    expect(await rig.statuses()).toEqual([]);
  });
});
