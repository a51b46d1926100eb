import { describe, expect, onTestFinished, test } from "vitest";
import type { RecipientRequest } from "#app/domain/ports.ts";
import { listDestinations } from "#app/rails/paystack/destinations.ts";
import { paystackRail } from "#app/rails/paystack/index.ts";
import {
  type FaultKind,
  type PaystackSimulatorOptions,
  simulatorClient,
  startPaystackSimulator,
} from "#test/simulators/paystack/index.ts";

async function openRail(settings: PaystackSimulatorOptions["settings"] = {}) {
  const simulator = await startPaystackSimulator({ silent: true, settings });
  onTestFinished(() => simulator.close());
  const options = {
    baseUrl: simulator.url,
    checkoutOrigin: simulator.url,
    secretKey: simulator.secretKey,
    now: () => performance.now(),
  };
  const strangersRail = paystackRail({ ...options, secretKey: "sk_nothing" });
  return { control: simulatorClient(simulator.url), rail: paystackRail(options), strangersRail, options };
}

interface Fault {
  kind: FaultKind;
  status?: number;
  when?: "before" | "after";
  body?: Record<string, unknown>;
}
const INCONCLUSIVE: [string, Fault][] = [
  ["a 500 before the work", { kind: "status", status: 500 }],
  ["a 502 after the work", { kind: "status", status: 502, when: "after" }],
  ["a connection reset in the middle of the body", { kind: "reset_mid_body" }],
  ["an answer that stops in the middle", { kind: "truncated_json" }],
  ["a 200 that says nothing", { kind: "status", status: 200, body: {} }],
  ["a 200 without what was asked for", { kind: "status", status: 200, body: { status: true, data: {} } }],
  ["a 400 that says to try later", { kind: "status", status: 400 }],
];

async function destinationsOf(country: string, settings: PaystackSimulatorOptions["settings"] = {}) {
  const { rail } = await openRail(settings);
  const list = await rail.listDestinations(country);
  return list.status === "found" ? list.destinations : [];
}

describe("the places money can go to", () => {
  test("are banks where there are only banks, with codes that keep their zeros", async () => {
    const nigeria = await destinationsOf("NG");
    expect(new Set(nigeria.map(({ kind, currency }) => `${kind} ${currency}`))).toEqual(new Set(["bank NGN"]));
    expect(nigeria).toContainEqual({
      code: "058",
      name: "Guaranty Trust Bank",
      kind: "bank",
      currency: "NGN",
      supportsTransfer: true,
    });
    expect(new Set((await destinationsOf("ZA")).map(({ kind }) => kind))).toEqual(new Set(["bank"]));
  });

  test("are wallets too in Ghana and Kenya, and never a shop's till", async () => {
    const wallets = async (country: string) =>
      (await destinationsOf(country)).flatMap(({ code, kind }) => (kind === "mobile_money" ? [code] : [])).sort();
    expect(await wallets("GH")).toEqual(["ATL", "MTN", "VOD"]);
    expect(await wallets("KE")).toEqual(["MPESA"]);
    expect((await destinationsOf("KE")).map(({ code }) => code)).not.toContain("MPTILL");
  });

  test("say which of them cannot be paid", async () => {
    const unpaid = (await destinationsOf("GH")).filter(({ supportsTransfer }) => !supportsTransfer);
    expect(unpaid.map(({ name }) => name)).toEqual(["Bank of Ghana"]);
  });

  test("are all there however many pages they come in", async () => {
    const codes = async (banksPerPage: number) =>
      (await destinationsOf("NG", { banksPerPage })).map(({ code }) => code).sort();
    expect(await codes(4)).toEqual(await codes(100));
    expect(await codes(100)).toHaveLength(23);
  });

  test("are all there when the pages are numbered instead", async () => {
    const { rail, control } = await openRail();
    const page = (code: string, meta: object) => ({
      ...({ operation: "bank.list", kind: "status", status: 200 } as const),
      body: { status: true, data: [{ code, name: code, type: "nuban", currency: "NGN" }], meta },
    });
    await control.faults.add(page("001", { page: 1, pageCount: 2 }), page("002", { page: 2, pageCount: 2 }));
    const list = await rail.listDestinations("NG");
    expect(list.status === "found" && list.destinations.map(({ code }) => code)).toEqual(["001", "002"]);
  });

  test("do not have those that are gone, or of which a field is missing", async () => {
    const { rail, control } = await openRail();
    const whole = { code: "044", name: "Access Bank", type: "nuban", currency: "NGN" };
    const rows = [
      ...[
        { ...whole, active: false },
        { ...whole, is_deleted: true },
        { ...whole, code: null },
        { ...whole, name: "" },
      ],
      ...[
        { ...whole, type: "other" },
        { ...whole, type: undefined },
        { ...whole, currency: "USD" },
        null,
        "044",
        whole,
      ],
    ];
    const body = { status: true, data: rows };
    await control.faults.add({ operation: "bank.list", kind: "status", status: 200, body });
    const list = await rail.listDestinations("NG");
    expect(list).toMatchObject({ status: "found", destinations: [{ code: "044", supportsTransfer: true }] });
    expect(list.status === "found" && list.destinations).toHaveLength(1);
  });

  test.each(["CI", "US", "toString", ""])("are not offered in %j, and nobody is asked", async (country) => {
    const { rail } = await openRail();
    expect(await rail.listDestinations(country)).toEqual({ status: "not_offered", httpStatus: null, tookMs: 0 });
  });

  test.each(INCONCLUSIVE)(
    "are unknown, and not half a list, when the second page is answered with %s",
    async (_, fault) => {
      const { rail, control } = await openRail({ banksPerPage: 10 });
      await control.faults.add({ ...fault, operation: "bank.list", skip: 1 });
      expect(await rail.listDestinations("NG")).toMatchObject({ status: "unknown" });
    },
  );

  test("are unknown when the list never ends", async () => {
    const { rail, control } = await openRail();
    const body = { status: true, data: [], meta: { next: "again" } };
    await control.faults.add({ operation: "bank.list", kind: "status", status: 200, body, times: 1_000 });
    expect(await rail.listDestinations("NG")).toMatchObject({ status: "unknown", reason: "too_many_pages" });
  });

  test("are unknown when the time for all pages is up", async () => {
    const { options, control } = await openRail({ banksPerPage: 10 });
    await control.faults.add({ operation: "bank.list", kind: "timeout_before", skip: 1 });
    const list = await listDestinations({ ...options, timeoutMs: 300 }, "NG");
    expect(list).toMatchObject({ status: "unknown", reason: "TimeoutError" });
  });
});

describe("the name on an account", () => {
  const QUESTION = { country: "NG", bankCode: "058", accountNumber: "0123456789" };

  test("is as the bank writes it", async () => {
    const { rail, control } = await openRail();
    await control.nameAccount({ ...QUESTION, accountName: "OKAFOR EMEKA PAUL" });
    expect(await rail.findAccountName(QUESTION)).toMatchObject({ status: "found", name: "OKAFOR EMEKA PAUL" });
  });

  test.each([
    ["a number that the bank does not have", { accountNumber: "0123450404" }, "invalid_bank_code"],
    ["a number of the wrong length", { accountNumber: "123" }, "invalid_bank_code"],
    ["a bank that is not there", { bankCode: "999" }, "invalid_params"],
  ])("is not resolved for %s", async (_, change, reason) => {
    const { rail } = await openRail();
    expect(await rail.findAccountName({ ...QUESTION, ...change })).toMatchObject({ status: "not_resolved", reason });
  });

  test.each(["KE", "ZA", "CI"])("is not offered in %s, and nobody is asked", async (country) => {
    const { rail } = await openRail();
    const answer = await rail.findAccountName({ ...QUESTION, country });
    expect(answer).toEqual({ status: "not_offered", httpStatus: null, tookMs: 0 });
  });

  test("is limited when too many were asked for, which says nothing of the account", async () => {
    const { rail } = await openRail({ resolveDailyCap: 1 });
    expect(await rail.findAccountName(QUESTION)).toMatchObject({ status: "found" });
    expect(await rail.findAccountName(QUESTION)).toMatchObject({ status: "limited", httpStatus: 429 });
  });

  test.each(INCONCLUSIVE)("is unknown when the answer is %s", async (_, fault) => {
    const { rail, control } = await openRail();
    await control.faults.add({ ...fault, operation: "bank.resolve" });
    expect(await rail.findAccountName(QUESTION)).toMatchObject({ status: "unknown" });
  });

  test("is unknown, not unresolved, when our key is wrong", async () => {
    const { strangersRail } = await openRail();
    expect(await strangersRail.findAccountName(QUESTION)).toMatchObject({ status: "unknown", httpStatus: 401 });
  });
});

describe("a recipient at the rail", () => {
  const REQUEST: RecipientRequest = {
    country: "NG",
    kind: "bank",
    name: "Emeka Okafor",
    accountNumber: "0123456789",
    bankCode: "058",
    currency: "NGN",
  };

  test("is created once for an account, whatever it is called the second time", async () => {
    const { rail } = await openRail();
    const first = await rail.createRecipient(REQUEST);
    expect(first).toMatchObject({ status: "created", recipientCode: expect.stringMatching(/^RCP_/) });
    const again = await rail.createRecipient({ ...REQUEST, name: "E. Okafor" });
    expect(again).toMatchObject({ recipientCode: first.status === "created" && first.recipientCode });
  });

  test.each<[string, Partial<RecipientRequest>]>([
    ["a bank in Ghana", { country: "GH", currency: "GHS", bankCode: "040100" }],
    ["a wallet in Ghana", { country: "GH", currency: "GHS", kind: "mobile_money", bankCode: "MTN" }],
    ["a bank in Kenya", { country: "KE", currency: "KES", bankCode: "68" }],
    ["a wallet in Kenya", { country: "KE", currency: "KES", kind: "mobile_money", bankCode: "MPESA" }],
    ["a bank in South Africa", { country: "ZA", currency: "ZAR", bankCode: "250655" }],
  ])("is created for %s", async (_, change) => {
    const { rail } = await openRail();
    expect(await rail.createRecipient({ ...REQUEST, ...change })).toMatchObject({ status: "created" });
  });

  test.each<[string, Partial<RecipientRequest>, string]>([
    ["a number of the wrong length", { accountNumber: "123" }, "invalid_params"],
    ["a bank that is not there", { bankCode: "999" }, "invalid_params"],
    ["a wallet where there are none", { kind: "mobile_money" }, "not_offered"],
    ["a currency of another country", { currency: "GHS" }, "not_offered"],
    ["a country that Paystack pays nobody in", { country: "CI", currency: "XOF" }, "not_offered"],
  ])("is refused for %s", async (_, change, reason) => {
    const { rail } = await openRail();
    expect(await rail.createRecipient({ ...REQUEST, ...change })).toMatchObject({ status: "refused", reason });
  });

  test.each(INCONCLUSIVE)("is unknown after %s, and the same when asked for again", async (_, fault) => {
    const { rail, control } = await openRail();
    await control.faults.add({ ...fault, operation: "recipient.create" });
    expect(await rail.createRecipient(REQUEST)).toMatchObject({ status: "unknown" });
    expect(await rail.createRecipient(REQUEST)).toMatchObject({ status: "created" });
  });

  test("is unknown, not refused, when our key is wrong or too many are asked for", async () => {
    const { strangersRail, rail, control } = await openRail();
    expect(await strangersRail.createRecipient(REQUEST)).toMatchObject({ status: "unknown", httpStatus: 401 });
    await control.faults.add({ operation: "recipient.create", kind: "status", status: 429 });
    expect(await rail.createRecipient(REQUEST)).toMatchObject({ status: "unknown", httpStatus: 429 });
  });

  test("is unknown when the code it was given could be no path", async () => {
    const { rail, control } = await openRail();
    const body = { status: true, data: { recipient_code: "RCP_1/../x" } };
    await control.faults.add({ operation: "recipient.create", kind: "status", status: 201, body });
    expect(await rail.createRecipient(REQUEST)).toMatchObject({ status: "unknown", reason: "no_recipient_code" });
  });
});
