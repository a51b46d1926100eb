import { describe, expect, test } from "vitest";
import { openShop } from "./rig.ts";

const kofi = {
  type: "nuban",
  name: "Kofi",
  account_number: "0123456789",
  bank_code: "058",
};

describe("recipients", () => {
  test("an account that exists gives the existing recipient, whatever name is sent", async () => {
    const shop = await openShop();
    const first = await shop.api("POST", "/transferrecipient", kofi);
    const again = await shop.api("POST", "/transferrecipient", {
      ...kofi,
      name: "Somebody else",
    });
    expect(first.status).toBe(201);
    expect(again.body.data).toEqual(first.body.data);
    expect(first.body.data).toMatchObject({
      details: { account_name: null, bank_name: "Guaranty Trust Bank" },
    });
    const other = await shop.api("POST", "/transferrecipient", {
      ...kofi,
      bank_code: "057",
    });
    expect(other.body.data["recipient_code"]).not.toBe(first.body.data["recipient_code"]);
  });

  test.each([
    [{ type: "iban" }, "Recipient type is invalid"],
    [{ account_number: "123" }, "Account details are invalid"],
    [{ bank_code: "59" }, "Bank code is invalid"],
    [{ name: "" }, '"name" is not allowed to be empty'],
  ])("a recipient with %o is refused by name", async (wrong, message) => {
    const shop = await openShop();
    const answer = await shop.api("POST", "/transferrecipient", {
      ...kofi,
      ...wrong,
    });
    expect([answer.status, answer.body.message]).toEqual([400, message]);
  });

  test("mobile wallets of Ghana and Kenya are recipients", async () => {
    const shop = await openShop();
    const wallet = {
      type: "mobile_money",
      name: "Esi",
      account_number: "0551234987",
    };
    const ghana = await shop.api("POST", "/transferrecipient", {
      ...wallet,
      bank_code: "MTN",
      currency: "GHS",
    });
    const kenya = await shop.api("POST", "/transferrecipient", {
      ...wallet,
      bank_code: "MPESA",
      currency: "KES",
    });
    expect([ghana.status, kenya.status]).toEqual([201, 201]);
  });
});

describe("many recipients", () => {
  test("a batch saves what it can and names the rest", async () => {
    const shop = await openShop();
    const batch = [kofi, { ...kofi, bank_code: "nope" }];
    const { body } = await shop.api("POST", "/transferrecipient/bulk", {
      batch,
    });
    expect(body.message).toBe("Recipients added successfully");
    expect(body.data["success"]).toHaveLength(1);
    expect(body.data["errors"]).toHaveLength(1);
  });

  test("a removed recipient is inactive and cannot be paid", async () => {
    const shop = await openShop();
    const { body } = await shop.api("POST", "/transferrecipient", kofi);
    const code = body.data["recipient_code"];
    await shop.control.balance({ currency: "NGN", setMinor: 1_000_000 });
    expect((await shop.api("DELETE", `/transferrecipient/${code}`)).body.message).toBe(
      "Transfer recipient set as inactive",
    );
    const transfer = {
      source: "balance",
      amount: 50_000,
      recipient: code,
      reference: "payout-0000000001",
    };
    expect((await shop.api("POST", "/transfer", transfer)).body.message).toBe("Recipient specified is invalid");
  });
});

describe("account lookup", () => {
  test("the test bank answers without a cap, real lookups stop at three a day", async () => {
    const shop = await openShop();
    const resolve = (bank: string) => shop.api("GET", `/bank/resolve?account_number=0123456789&bank_code=${bank}`);
    for (const _lookup of [1, 2, 3, 4]) {
      expect((await resolve("001")).body.data["account_name"]).toBe("TEST ACCOUNT 0123456789");
    }
    for (const _lookup of [1, 2, 3]) expect((await resolve("058")).status).toBe(200);
    const capped = await resolve("058");
    expect([capped.status, capped.body.message]).toEqual([
      429,
      "Test mode daily limit of 3 live bank resolves exceeded. Use test bank codes 001 or upgrade to live mode.",
    ]);
    await shop.control.advanceClock(24 * 60 * 60_000);
    expect((await resolve("058")).status).toBe(200);
  });

  test("gives the name it was told, 400 for an unknown bank, 422 for an account that is not there", async () => {
    const shop = await openShop();
    await shop.control.nameAccount({
      bankCode: "058",
      accountNumber: "0123456789",
      accountName: "MENSAH KOFI",
    });
    const resolve = (account: string, bank: string) =>
      shop.api("GET", `/bank/resolve?account_number=${account}&bank_code=${bank}`);
    expect((await resolve("0123456789", "058")).body.data["account_name"]).toBe("MENSAH KOFI");
    expect((await resolve("0123456789", "059")).body.message).toBe("Unknown bank code: 059");
    expect(await resolve("0123450404", "058")).toMatchObject({
      status: 422,
      body: { code: "invalid_bank_code" },
    });
  });

  test("the bank list needs no key, keeps leading zeros, and is whole without a cursor", async () => {
    const shop = await openShop();
    const response = await fetch(`${shop.simulator.url}/bank?country=nigeria`);
    const answer = await response.json();
    expect(answer).not.toHaveProperty("meta");
    expect(answer).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id: 9, code: "058" })]),
    });
  });
});
