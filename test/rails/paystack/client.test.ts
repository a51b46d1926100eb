import { describe, expect, onTestFinished, test } from "vitest";
import { call } from "#app/rails/paystack/client.ts";
import { paystackRail } from "#app/rails/paystack/index.ts";
import { type FaultKind, simulatorClient, startPaystackSimulator } from "#test/simulators/paystack/index.ts";

const REQUEST = {
  reference: "tip-01kah3v1z8m3q4n5p6r7s8t9vw",
  amountMinor: 50_000n,
  currency: "NGN" as const,
  email: "tip@patrons.asante.app",
  label: "Tip for Emeka O.",
  returnUrl: "http://127.0.0.1/return/x",
  cancelUrl: "http://127.0.0.1/return/x",
  metadata: {},
};

async function openRail() {
  const simulator = await startPaystackSimulator({ silent: true });
  onTestFinished(() => simulator.close());
  const options = {
    baseUrl: simulator.url,
    checkoutOrigin: simulator.url,
    secretKey: simulator.secretKey,
    now: () => performance.now(),
  };
  return { simulator, control: simulatorClient(simulator.url), rail: paystackRail(options), options };
}

interface Fault {
  kind: FaultKind;
  status?: number;
  when?: "before" | "after";
  body?: Record<string, unknown>;
}
type Case = [string, Fault];

const INCONCLUSIVE: Case[] = [
  ["a 500 before the work", { kind: "status", status: 500 }],
  ["a 502 after the work", { kind: "status", status: 502, when: "after" }],
  ["a 503", { kind: "status", status: 503 }],
  ["a 504", { kind: "status", status: 504 }],
  ["a 429", { kind: "status", status: 429 }],
  ["a 408", { kind: "status", status: 408 }],
  ["a connection reset in the middle of the body", { kind: "reset_mid_body" }],
  ["an answer that stops in the middle", { kind: "truncated_json" }],
  ["a 200 that says nothing", { kind: "status", status: 200, body: {} }],
  ["a 200 whose status is false", { kind: "status", status: 200, body: { status: false, message: "no", data: {} } }],
];

describe("a checkout", () => {
  test("that Paystack opens is started, with the address it gives", async () => {
    const { rail, simulator } = await openRail();
    const outcome = await rail.startCheckout(REQUEST);
    expect(outcome).toMatchObject({ status: "started", httpStatus: 200 });
    expect(outcome.status === "started" && outcome.checkoutUrl.startsWith(`${simulator.url}/`)).toBe(true);
  });

  test.each(INCONCLUSIVE)("answered with %s is unknown, never refused and never thrown", async (_, fault) => {
    const { rail, control } = await openRail();
    await control.faults.add({ ...fault, operation: "transaction.initialize" });
    expect(await rail.startCheckout(REQUEST)).toMatchObject({ status: "unknown" });
  });

  test.each<[string, (origin: string) => unknown]>([
    ["another origin", () => "https://checkout.example/pay/1"],
    ["an origin that begins as ours", (origin) => `${origin}.example/pay/1`],
    ["our origin as a user's name", (origin) => `${origin}@checkout.example/pay/1`],
    ["our origin in its query", (origin) => `https://checkout.example/?${origin}/pay/1`],
    ["no origin", () => "/pay/1"],
    ["a script", () => "javascript:alert(1)"],
    ["no text", () => 1],
  ])("at an address of %s is unknown: nobody is sent there", async (_, addressOf) => {
    const { rail, control, simulator } = await openRail();
    const data = { authorization_url: addressOf(simulator.url), access_code: "x", reference: REQUEST.reference };
    const body = { status: true, message: "Authorization URL created", data };
    await control.faults.add({ operation: "transaction.initialize", kind: "status", status: 200, body });
    expect(await rail.startCheckout(REQUEST)).toMatchObject({ status: "unknown", reason: "no_checkout_url" });
  });

  test("under a reference that was used is unknown: the first call did take effect", async () => {
    const { rail } = await openRail();
    await rail.startCheckout(REQUEST);
    expect(await rail.startCheckout(REQUEST)).toMatchObject({ status: "unknown", reason: "duplicate_reference" });
  });

  test.each([
    ["an amount below the minimum", { amountMinor: 1n }],
    ["a bad address", { email: "nobody@host.local" }],
    ["a character that references may not have", { reference: "tip_with_underscores_0001" }],
  ])("with %s is refused: nothing exists at the rail", async (_, change) => {
    const { rail } = await openRail();
    expect(await rail.startCheckout({ ...REQUEST, ...change })).toMatchObject({ status: "refused", httpStatus: 400 });
  });

  test("with a key that Paystack does not know is refused", async () => {
    const { options } = await openRail();
    const rail = paystackRail({ ...options, secretKey: "sk_nothing" });
    expect(await rail.startCheckout(REQUEST)).toMatchObject({ status: "refused", httpStatus: 401 });
  });
});

describe("a lookup", () => {
  test.each(INCONCLUSIVE)("answered with %s is unknown", async (_, fault) => {
    const { rail, control } = await openRail();
    await rail.startCheckout(REQUEST);
    await control.faults.add({ ...fault, operation: "transaction.verify" });
    expect(await rail.findCharge(REQUEST.reference)).toMatchObject({ status: "unknown" });
  });

  test("of a reference that Paystack does not know is not_found, which is conclusive", async () => {
    const { rail } = await openRail();
    expect(await rail.findCharge("tip-unknown-000000000")).toMatchObject({ status: "not_found" });
  });

  test("follows a charge from abandoned over failed to succeeded, since none of them is final but the last", async () => {
    const { rail, control } = await openRail();
    await rail.startCheckout(REQUEST);
    const status = async () => {
      const lookup = await rail.findCharge(REQUEST.reference);
      return lookup.status === "found" ? lookup.charge.status : lookup.status;
    };
    expect(await status()).toBe("abandoned");
    await control.decline(REQUEST.reference);
    expect(await status()).toBe("failed");
    await control.pay(REQUEST.reference);
    expect(await status()).toBe("succeeded");
  });

  test("with a wrong key is unknown: it says nothing about the charge", async () => {
    const { options } = await openRail();
    const rail = paystackRail({ ...options, secretKey: "sk_nothing" });
    expect(await rail.findCharge(REQUEST.reference)).toMatchObject({ status: "unknown", httpStatus: 401 });
  });
});

describe("a call without an answer", () => {
  test.each(["timeout_before", "timeout_after"] as const)("(%s) is unknown when its time is up", async (kind) => {
    const { options, control } = await openRail();
    await control.faults.add({ operation: "transaction.verify", kind });
    const answer = await call({ ...options, timeoutMs: 100 }, "GET", "/transaction/verify/x");
    expect(answer).toMatchObject({ kind: "unknown", reason: "TimeoutError", httpStatus: null });
  });

  test("to a port where nobody listens is unknown", async () => {
    const { options, simulator } = await openRail();
    await simulator.close();
    expect(await call({ ...options, timeoutMs: 1_000 }, "GET", "/transaction/verify/x")).toMatchObject({
      kind: "unknown",
    });
  });
});
