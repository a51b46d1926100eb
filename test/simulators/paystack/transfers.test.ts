import { describe, expect, test } from "vitest";
import { balanceOf, openPayee, openShop, type Shop } from "./rig.ts";

const minuteMs = 60_000;
const reference = "payout-0000000001";

const send = (shop: Shop, recipient: string, more: object = {}) =>
  shop.api("POST", "/transfer", {
    source: "balance",
    amount: 50_000,
    recipient,
    reference,
    ...more,
  });

const statusOf = async (shop: Shop) => (await shop.api("GET", `/transfer/verify/${reference}`)).body.data["status"];

const recipientPaid = async (shop: Shop) => {
  const totals = (await shop.control.bank(reference)).byReference[reference];
  return (totals?.recipientCreditsMinor ?? 0) - (totals?.recipientReturnsMinor ?? 0);
};

describe("one transfer", () => {
  test("takes amount and fee from the balance, pays at once, and says so", async () => {
    const shop = await openShop();
    const recipient = await openPayee(shop);
    const answer = await send(shop, recipient);
    expect(answer.body.message).toBe("Transfer has been queued");
    expect(answer.body.data).toMatchObject({
      status: "success",
      reference,
      recipient: expect.any(Number),
    });
    expect(await balanceOf(shop)).toBe(10_000_000 - 50_000 - 1_000);
    expect(await recipientPaid(shop)).toBe(50_000);
    await shop.control.webhooks.idle();
    expect(shop.received.map((webhook) => webhook.event)).toEqual(["transfer.success"]);
    expect(shop.received[0]?.data).toMatchObject({
      fee_charged: 1_000,
      integration: { is_live: false },
    });
    const verified = await shop.api("GET", `/transfer/verify/${reference}`);
    expect(verified.body.data).toMatchObject({
      recipient: { recipient_code: recipient },
      fee_charged: 1_000,
    });
  });

  test("a reused reference is an error, pays nothing, and replays no answer", async () => {
    const shop = await openShop();
    const recipient = await openPayee(shop);
    await send(shop, recipient);
    const again = await send(shop, recipient);
    expect(again.status).toBe(400);
    expect(again.body).toEqual({
      status: false,
      message: "Please provide a unique reference. Reference already exists on a transfer",
      meta: { nextStep: "Create a new reference for the new transfer" },
      type: "validation_error",
      code: "duplicate_transfer_reference",
    });
    expect(await recipientPaid(shop)).toBe(50_000);
  });

  test.each([
    [{ reference: "short" }, "Your reference must be between 16 and 50 characters"],
    [{ reference: "PAYOUT-0000000001" }, "Your reference contains illegal special characters"],
    [{ reference: "payout=0000000001" }, "Your reference contains illegal special characters"],
    [{ recipient: "RCP_nobody" }, "Recipient specified is invalid"],
    [{ currency: "GHS" }, "Recipient specified is invalid"],
    [{ amount: 0 }, "Invalid amount passed."],
    [{ amount: 100.5 }, "Invalid amount passed."],
    [{ amount: 10_000_000 }, "Your balance is not enough to fulfil this request"],
  ])("refuses %o and takes nothing", async (wrong, message) => {
    const shop = await openShop();
    const answer = await send(shop, await openPayee(shop), wrong);
    expect([answer.status, answer.body.message]).toEqual([400, message]);
    expect(await balanceOf(shop)).toBe(10_000_000);
  });

  test("a starter business cannot transfer", async () => {
    const shop = await openShop({ settings: { starterBusiness: true } });
    const answer = await send(shop, await openPayee(shop));
    expect(answer.body.message).toBe("You cannot initiate third party payouts as a starter business");
  });
});

describe("outcomes", () => {
  test.each([
    ["9001", "pending", "success", 50_000, ["transfer.success"]],
    ["9002", "pending", "failed", 0, ["transfer.failed"]],
    ["9003", "success", "reversed", 0, ["transfer.success", "transfer.reversed"]],
    ["9006", "received", "rejected", 0, []],
    ["9007", "received", "blocked", 0, []],
    ["9009", "pending", "pending", 0, []],
  ])("an account ending in %s goes from %s to %s", async (suffix, first, last, paid, events) => {
    const shop = await openShop();
    const recipient = await openPayee(shop, suffix);
    await send(shop, recipient);
    expect(await statusOf(shop)).toBe(first);
    await shop.control.advanceClock(minuteMs);
    expect(await statusOf(shop)).toBe(last);
    expect(await recipientPaid(shop)).toBe(paid);
    const kept = paid > 0 || last === "pending" ? 51_000 : 0;
    expect(await balanceOf(shop)).toBe(10_000_000 - kept);
    expect(shop.received.map((webhook) => webhook.event)).toEqual(events);
  });

  test("a received transfer goes on when approved", async () => {
    const shop = await openShop({ settings: { transferSettleAfterMs: null } });
    await send(shop, await openPayee(shop, "9005"));
    await shop.control.approveTransfer(reference);
    expect(await statusOf(shop)).toBe("pending");
    await shop.control.moveTransfer(reference);
    expect(await statusOf(shop)).toBe("success");
  });

  test("every step of a transfer comes at its own time", async () => {
    const shop = await openShop();
    await send(shop, await openPayee(shop, "9005"));
    await shop.control.advanceClock(2 * minuteMs);
    expect(await statusOf(shop)).toBe("success");
  });
});

describe("a transfer that waits for a person", () => {
  test("an OTP finishes the transfer, a wrong one fails it, and none at all lets it lapse after 30 minutes", async () => {
    for (const [otp, advanceMs, status] of [
      ["123456", minuteMs, "success"],
      ["000000", 0, "failed"],
      [null, 30 * minuteMs, "abandoned"],
    ] as const) {
      const shop = await openShop({ settings: { otpRequired: true } });
      const answer = await send(shop, await openPayee(shop));
      expect(answer.body.message).toBe("Transfer requires OTP to continue");
      const transfer_code = answer.body.data["transfer_code"];
      if (otp)
        await shop.api("POST", "/transfer/finalize_transfer", {
          transfer_code,
          otp,
        });
      await shop.control.advanceClock(advanceMs);
      expect(await statusOf(shop)).toBe(status);
    }
  });

  test("one that failed may turn out to be paid: it takes its money again, once, and says so", async () => {
    const shop = await openShop({ settings: { transferSettleAfterMs: null } });
    await send(shop, await openPayee(shop, "9010"));
    for (const status of ["failed", "success"]) {
      await shop.control.moveTransfer(reference);
      expect(await statusOf(shop)).toBe(status);
    }
    expect(await balanceOf(shop)).toBe(10_000_000 - 50_000 - 1_000);
    expect(await recipientPaid(shop)).toBe(50_000);
    await shop.control.webhooks.idle();
    expect(shop.received.map((webhook) => webhook.event)).toEqual(["transfer.failed", "transfer.success"]);
    await expect(shop.control.moveTransfer(reference, { status: "success" })).rejects.toThrow("409");
  });

  test("is remembered with the order of what happened to it", async () => {
    const shop = await openShop({ settings: { transferSettleAfterMs: null } });
    const recipient = await openPayee(shop, "9001");
    await shop.control.faults.add({ operation: "transfer.create", kind: "status", status: 503 });
    await send(shop, recipient);
    await send(shop, recipient);
    await shop.control.moveTransfer(reference);
    const { transfersAsked, transfers } = shop.simulator.state;
    const history = transfers.get(reference)?.history ?? [];
    expect(history.map(({ status }) => status)).toEqual(["pending", "success"]);
    expect(transfersAsked.get(reference)).toEqual([1, 2]);
    expect(history.map(({ moment }) => moment)).toEqual([3, 4]);
  });

  test("money that went back to the balance goes back once", async () => {
    const shop = await openShop();
    await send(shop, await openPayee(shop, "9002"));
    await shop.control.advanceClock(minuteMs);
    await expect(shop.control.moveTransfer(reference, { status: "reversed" })).rejects.toThrow("409");
    expect(await balanceOf(shop)).toBe(10_000_000);
  });

  test("webhooks spell their instants either way", async () => {
    const shop = await openShop({ settings: { timestampSpelling: "snake" } });
    await send(shop, await openPayee(shop));
    await shop.control.webhooks.idle();
    expect(shop.received[0]?.data).toHaveProperty("created_at");
    expect(shop.received[0]?.data).not.toHaveProperty("createdAt");
  });
});

const batch = (shop: Shop, recipient: string, references: string[], more: object = {}) =>
  shop.api("POST", "/transfer/bulk", {
    source: "balance",
    transfers: references.map((own) => ({
      amount: 10_000,
      recipient,
      reference: own,
      reason: "tips",
    })),
    ...more,
  });
const names = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `payout-${String(from + index).padStart(10, "0")}`);

describe("a batch", () => {
  test("queues up to 100 transfers, one webhook each", async () => {
    const shop = await openShop();
    const recipient = await openPayee(shop);
    const answer = await batch(shop, recipient, names(100));
    expect(answer.body.message).toBe("100 transfers queued.");
    expect(answer.body.data[0]).toEqual({
      reference: "payout-0000000000",
      recipient,
      amount: 10_000,
      transfer_code: expect.stringMatching(/^TRF_[a-z0-9]{16}$/),
      currency: "NGN",
      status: "success",
    });
    await shop.control.webhooks.idle();
    expect(shop.received).toHaveLength(100);
    expect(await balanceOf(shop)).toBe(10_000_000 - 100 * 11_000);
  });

  test("of 101 is refused whole", async () => {
    const shop = await openShop();
    const answer = await batch(shop, await openPayee(shop), names(101));
    expect(answer.status).toBe(400);
    expect(shop.simulator.state.transfers.size).toBe(0);
  });

  test("within five seconds of another is a 429", async () => {
    const shop = await openShop();
    const recipient = await openPayee(shop);
    expect((await batch(shop, recipient, names(1))).status).toBe(200);
    expect((await batch(shop, recipient, names(1, 1))).status).toBe(429);
    await shop.control.advanceClock(5_000);
    expect((await batch(shop, recipient, names(1, 1))).status).toBe(200);
  });
});

describe("a refused batch", () => {
  test("with a known or doubled reference is a 404 that names them, and nothing goes", async () => {
    const shop = await openShop();
    const recipient = await openPayee(shop);
    await send(shop, recipient, { reference: "payout-0000000001" });
    const answer = await batch(shop, recipient, [...names(3), "payout-0000000002"]);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      status: false,
      message: "Duplicate reference(s) found: payout-0000000001,payout-0000000002",
      meta: { nextStep: "Try again later" },
      type: "api_error",
      code: "unknown",
    });
    expect(shop.simulator.state.transfers.size).toBe(1);
  });

  test("beyond the balance is refused whole", async () => {
    const shop = await openShop();
    const recipient = await openPayee(shop);
    await shop.control.balance({ currency: "NGN", setMinor: 11_000 * 3 - 1 });
    const answer = await batch(shop, recipient, names(3));
    expect(answer.body.message).toBe("Your balance is not enough to fulfil this request");
    expect(await balanceOf(shop)).toBe(11_000 * 3 - 1);
  });
});
