import { describe, expect, test } from "vitest";
import { openShop } from "./rig.ts";

const refusal = (message: string, code: string, nextStep: string) => ({
  status: false,
  message,
  meta: { nextStep },
  type: "validation_error",
  code,
});
const invalid = "Ensure that the value(s) you're passing are valid.";

describe("initialize", () => {
  test("gives an authorization URL, and the transaction starts abandoned", async () => {
    const shop = await openShop();
    const opened = await shop.initialize("tip-0001");
    expect(opened.status).toBe(200);
    expect(opened.body.message).toBe("Authorization URL created");
    expect(opened.body.data["authorization_url"]).toBe(
      `${shop.simulator.url}/checkout/${opened.body.data["access_code"]}`,
    );
    const { body } = await shop.api("GET", "/transaction/verify/tip-0001");
    expect(body.message).toBe("Verification successful");
    expect(body.data).toMatchObject({
      status: "abandoned",
      gateway_response: "The transaction was not completed",
      paid_at: null,
      fees: null,
      authorization: {},
      log: null,
      requested_amount: 50_000,
    });
  });

  test("a reference is used once, in its exact spelling", async () => {
    const shop = await openShop();
    await shop.initialize("tip-0001");
    const again = await shop.initialize("tip-0001");
    expect(again.status).toBe(400);
    expect(again.body).toEqual(
      refusal(
        "Duplicate Transaction Reference",
        "duplicate_reference",
        "Try and create the Transaction or Charge with a new reference",
      ),
    );
    expect((await shop.initialize("TIP-0001")).status).toBe(200);
  });

  test.each([
    [{ email: undefined }, refusal("Email Address is required", "missing_params", "Provide all required params ")],
    [{ email: "" }, refusal("Email is not allowed to be empty", "missing_params", "Provide all required params ")],
    [{ email: "ama@guards.local" }, refusal("Invalid Email Address Passed", "invalid_email_address", invalid)],
    [{ email: "ama.example.com" }, refusal("Invalid Email Address Passed", "invalid_email_address", invalid)],
    [{ amount: 4_999 }, refusal("Invalid Amount Sent", "invalid_params", invalid)],
    [{ amount: "12.5" }, refusal("Invalid Amount Sent", "invalid_params", invalid)],
    [{ amount: 0 }, refusal("Invalid Amount Sent", "invalid_params", invalid)],
    [{ amount: 1_000_000_001 }, refusal("Transaction amount limit exceeded", "amount_exceed_limit", invalid)],
    [{ currency: "EUR" }, refusal("Currency not supported by merchant", "invalid_params", invalid)],
    [{ reference: "tip_0001" }, refusal("Invalid character in transaction reference", "invalid_params", invalid)],
  ])("a checkout with %o is refused by name", async (wrong, body) => {
    const shop = await openShop();
    const answer = await shop.initialize("tip-0001", wrong);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(body);
    expect(shop.simulator.state.transactions.size).toBe(0);
  });
});

describe("request bodies", () => {
  test("may hold numeric strings, metadata as JSON text, or be forms", async () => {
    const shop = await openShop();
    await shop.initialize("tip-0001", {
      amount: "50000",
      metadata: '{"guard":"g-1"}',
    });
    await shop.api(
      "POST",
      "/transaction/initialize",
      "email=a%40example.com&amount=60000&reference=tip-0002&metadata[a]=b",
    );
    const first = await shop.api("GET", "/transaction/verify/tip-0001");
    const second = await shop.api("GET", "/transaction/verify/tip-0002");
    expect(first.body.data).toMatchObject({
      amount: 50_000,
      metadata: { guard: "g-1" },
    });
    expect(second.body.data).toMatchObject({
      amount: 60_000,
      metadata: { a: "b" },
    });
  });
});

describe("reads", () => {
  test("verify of an unknown reference is a 400 with its own code", async () => {
    const shop = await openShop();
    const answer = await shop.api("GET", "/transaction/verify/nobody");
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(
      refusal(
        "Transaction reference not found.",
        "transaction_not_found",
        "Ensure that you're passing the reference of a transaction that exists on this integration",
      ),
    );
  });

  test("a missing or wrong key is a 401, and any configured key is accepted", async () => {
    const shop = await openShop({ otherSecretKeys: ["sk_test_old"] });
    const get = async (headers: Record<string, string>) => {
      const response = await fetch(`${shop.simulator.url}/balance`, {
        headers,
      });
      return [response.status, await response.text()];
    };
    expect(await get({})).toEqual([401, '{"status":false,"message":"Invalid key"}']);
    expect((await get({ authorization: "Bearer sk_test_wrong" }))[0]).toBe(401);
    expect((await get({ authorization: "Bearer sk_test_old" }))[0]).toBe(200);
  });

  test("an unknown path is a 404 with an empty body", async () => {
    const shop = await openShop();
    expect(await shop.api("GET", "/nowhere")).toMatchObject({
      status: 404,
      text: "",
    });
  });

  test("lists by numbered page and by cursor, newest first", async () => {
    const shop = await openShop();
    for (const number of [1, 2, 3, 4, 5]) await shop.initialize(`tip-${number}`);
    const references = (answer: { body: { data: unknown } }) =>
      Array.isArray(answer.body.data) ? answer.body.data.map((row) => row.reference) : [];
    const page = await shop.api("GET", "/transaction?perPage=2&page=2");
    expect(references(page)).toEqual(["tip-3", "tip-2"]);
    expect(page.body["meta"]).toEqual({
      total: 5,
      skipped: 2,
      perPage: 2,
      page: 2,
      pageCount: 3,
      total_volume: 0,
    });
    const seen: string[] = [];
    let cursor = "use_cursor=true";
    while (cursor) {
      const answer = await shop.api("GET", `/transaction?perPage=2&${cursor}`);
      seen.push(...references(answer));
      const { next } = JSON.parse(JSON.stringify(answer.body["meta"]));
      cursor = next ? `next=${next}` : "";
    }
    expect(seen).toEqual(["tip-5", "tip-4", "tip-3", "tip-2", "tip-1"]);
  });
});

describe("misbehaviour", () => {
  test("passing fees on charges more than was asked for, and says both", async () => {
    const shop = await openShop({ settings: { passFees: true } });
    await shop.initialize("tip-0001", { amount: 100_000 });
    const { transaction } = await shop.control.pay("tip-0001");
    expect(transaction.requested_amount).toBe(100_000);
    expect(transaction.amount - (transaction.fees ?? 0)).toBeGreaterThanOrEqual(100_000);
  });

  test("a charge can be of another amount, in another currency, without a fee", async () => {
    const shop = await openShop();
    await shop.initialize("tip-0001");
    const { transaction } = await shop.control.pay("tip-0001", {
      amountMinor: 40_000,
      currency: "GHS",
      feesNull: true,
    });
    expect(transaction).toMatchObject({
      amount: 40_000,
      requested_amount: 50_000,
      currency: "GHS",
      fees: null,
    });
  });

  test("metadata comes back in whatever shape it was told to", async () => {
    const shop = await openShop();
    await shop.initialize("tip-0001", { metadata: { a: 1 } });
    const metadata = async () => (await shop.api("GET", "/transaction/verify/tip-0001")).body.data["metadata"];
    await shop.control.settings({ metadataShape: "json_string" });
    expect(await metadata()).toBe('{"a":1}');
    await shop.control.settings({ metadataShape: "zero" });
    expect(await metadata()).toBe(0);
  });
});
