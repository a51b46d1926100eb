import { describe, expect, test } from "vitest";
import { paystackRail } from "#app/rails/paystack/index.ts";
import { readTransfer, readTransferQuestion } from "#app/rails/paystack/translate-transfers.ts";
import { openPayee, openShop, type Shop } from "#test/simulators/paystack/rig.ts";

const REFERENCE = "po-01kk1zr1t0667548322f397cbd-1";
const wire = { reference: REFERENCE, amount: 100_000, currency: "NGN", domain: "test", status: "success" };

function railOf(shop: Shop) {
  return paystackRail({
    baseUrl: shop.simulator.url,
    checkoutOrigin: shop.simulator.url,
    secretKey: shop.simulator.secretKey,
    transferTimeoutMs: 200,
    now: () => performance.now(),
  });
}
const order = (recipientCode: string, reference = REFERENCE) => ({
  reference,
  recipientCode,
  amountMinor: 100_000n,
  currency: "NGN",
  reason: "Tips",
});

describe("a transfer on the wire", () => {
  test.each([
    ["pending", "pending", null],
    ["received", "pending", null],
    ["otp", "waits_for_otp", null],
    ["success", "succeeded", null],
    ["failed", "failed", "other"],
    ["reversed", "reversed", "other"],
    ["abandoned", "failed", "otp_abandoned"],
    ["blocked", "failed", "blocked"],
    ["rejected", "failed", "rejected"],
  ])("with the status %s is %s for us", (status, ours, failure) => {
    expect(readTransfer({ ...wire, status })).toMatchObject({ status: ours, failure });
  });

  test.each([
    ["Account closed", "account_closed"],
    ["Bank code is invalid", "account_invalid"],
    ["Account name mismatch", "name_mismatch"],
    ["Transfer limit exceeded", "limit"],
    ["Sorry, we can't make the transfer to this recipient at the moment", "bank_down"],
    ["who knows", "other"],
  ])("that failed with “%s” is classified as %s", (words, failure) => {
    expect(readTransfer({ ...wire, status: "failed", gateway_response: words })).toMatchObject({ failure });
  });

  test("may carry amounts as strings, and says nothing when a field that money hangs on is missing", () => {
    expect(readTransfer({ ...wire, amount: "100000", fee_charged: "1000" })).toMatchObject({
      amountMinor: 100_000n,
      railFeeMinor: 1_000n,
    });
    for (const field of ["reference", "amount", "currency", "status"] as const) {
      expect(readTransfer({ ...wire, [field]: undefined })).toBeNull();
    }
    expect(readTransfer({ ...wire, status: "new_one" })).toBeNull();
    expect(readTransfer({ ...wire, domain: "elsewhere" })).toBeNull();
  });

  test("is asked about with its recipient as a code or as an object, by itself or as data", () => {
    const question = { reference: REFERENCE, amountMinor: 5n, currency: null, recipientCode: "RCP_1" };
    expect(readTransferQuestion(JSON.stringify({ reference: REFERENCE, amount: "5", recipient: "RCP_1" }))).toEqual(
      question,
    );
    const data = { reference: REFERENCE, amount: 5, recipient: { recipient_code: "RCP_1" } };
    expect(readTransferQuestion(JSON.stringify({ data }))).toEqual(question);
    expect(readTransferQuestion("[]")).toBeNull();
    expect(readTransferQuestion("no JSON")).toBeNull();
  });
});

describe("the rail", () => {
  test("says of each transfer in a batch what became of it", async () => {
    const shop = await openShop();
    const [good, slow] = [await openPayee(shop), await openPayee(shop, "9001")];
    const { answers } = await railOf(shop).sendTransfers([order(good), order(slow, `${REFERENCE}0`)]);
    expect(answers).toMatchObject([
      { status: "found", transfer: { status: "succeeded" } },
      { status: "found", transfer: { status: "pending" } },
    ]);
    expect(await railOf(shop).findTransfer(REFERENCE)).toMatchObject({
      status: "found",
      transfer: { railFeeMinor: 1_000n },
    });
    expect(await railOf(shop).findTransfer(`${REFERENCE}9`)).toMatchObject({ status: "not_found" });
  });

  test("calls a used reference existing, alone; in a batch it says nothing of any", async () => {
    const shop = await openShop();
    const payee = await openPayee(shop);
    await railOf(shop).sendTransfers([order(payee)]);
    expect((await railOf(shop).sendTransfers([order(payee)])).answers).toEqual([{ status: "exists" }]);
    const { answers } = await railOf(shop).sendTransfers([order(payee), order(payee, `${REFERENCE}0`)]);
    expect(answers.map(({ status }) => status)).toEqual(["unknown", "unknown"]);
  });

  test("tells refusals that are about us from those about the transfer", async () => {
    const shop = await openShop();
    const payee = await openPayee(shop);
    const refusal = async (...orders: ReturnType<typeof order>[]) => (await railOf(shop).sendTransfers(orders)).answers;
    expect(await refusal(order("RCP_nobody"))).toEqual([
      { status: "refused", refusal: "order", failure: "account_invalid" },
    ]);
    expect(await refusal(order("RCP_nobody"), order(payee, `${REFERENCE}0`))).toMatchObject([
      { refusal: "batch" },
      { refusal: "batch" },
    ]);
    await shop.control.balance({ currency: "NGN", setMinor: 100_999 });
    expect(await refusal(order(payee))).toMatchObject([{ refusal: "insufficient_balance" }]);
    await shop.control.settings({ starterBusiness: true });
    expect(await refusal(order(payee))).toMatchObject([{ refusal: "not_allowed" }]);
  });

  test.each(["timeout_before", "timeout_after", "reset_mid_body", "truncated_json", "status"] as const)(
    "knows nothing after %s, neither of one nor of many",
    async (kind) => {
      const shop = await openShop();
      const payee = await openPayee(shop);
      for (const operation of ["transfer.create", "transfer.bulk"] as const)
        await shop.control.faults.add({ operation, kind, status: 429 });
      const alone = await railOf(shop).sendTransfers([order(payee)]);
      const many = await railOf(shop).sendTransfers([order(payee, `${REFERENCE}1`), order(payee, `${REFERENCE}2`)]);
      expect([...alone.answers, ...many.answers].map(({ status }) => status)).toEqual([
        "unknown",
        "unknown",
        "unknown",
      ]);
    },
  );

  test("reads the balance a currency", async () => {
    const shop = await openShop();
    await openPayee(shop);
    const lookup = await railOf(shop).findBalances();
    expect(lookup.status === "found" && lookup.balances.get("NGN")).toBe(10_000_000n);
  });

  test("lists what was made between two instants, says when there is no more, and nothing of what it cannot read", async () => {
    const shop = await openShop();
    const payee = await openPayee(shop);
    const rail = railOf(shop);
    await rail.sendTransfers([order(payee)]);
    const day = (year: number) => new Date(Date.UTC(year, 0, 1));
    expect(await rail.listTransfers({ from: day(2000), to: day(2200), page: 1 })).toMatchObject({
      status: "found",
      transfers: [{ reference: REFERENCE, amountMinor: 100_000n }],
      isLast: true,
    });
    expect(await rail.listTransfers({ from: day(2000), to: day(2001), page: 1 })).toMatchObject({ transfers: [] });
    await shop.control.faults.add({ operation: "transfer.list", kind: "truncated_json" });
    expect(await rail.listTransfers({ from: day(2000), to: day(2200), page: 1 })).toMatchObject({ status: "unknown" });
  });
});
