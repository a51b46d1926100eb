import { expect, test } from "vitest";
import { openShop, type Shop } from "./rig.ts";

async function openCheckout(shop: Shop, more: object = {}) {
  const { body } = await shop.initialize("tip-0001", {
    callback_url: "https://shop.example.com/back",
    ...more,
  });
  const url = String(body.data["authorization_url"]);
  const press = (action: string) =>
    fetch(url, {
      method: "POST",
      body: new URLSearchParams({ action }),
      redirect: "manual",
    });
  return { url, press, read: async () => (await fetch(url)).text() };
}

const statusOf = async (shop: Shop) => (await shop.api("GET", "/transaction/verify/tip-0001")).body.data["status"];

test("the page shows the label instead of the e-mail, escaped, and the amount", async () => {
  const shop = await openShop();
  const { read } = await openCheckout(shop, { label: "Tip for <Kofi>" });
  const page = await read();
  expect(page).toContain("Tip for &#60;Kofi&#62;");
  expect(page).not.toContain("ama@example.com");
  expect(page).toContain("₦500");
  expect(page).not.toContain("<script");
});

test("paying debits the payer once, and returns with both query parameters", async () => {
  const shop = await openShop();
  const { press, read } = await openCheckout(shop);
  const paid = await press("pay");
  expect(paid.status).toBe(303);
  expect(paid.headers.get("location")).toBe("https://shop.example.com/back?trxref=tip-0001&reference=tip-0001");
  expect(await statusOf(shop)).toBe("success");
  const again = await press("pay");
  expect(again.status).toBe(200);
  expect(await read()).toContain("Already paid");
  expect((await shop.control.pay("tip-0001")).outcome).toBe("already_paid");
  expect((await shop.control.decline("tip-0001")).outcome).toBe("already_paid");
  const bank = await shop.control.bank();
  expect(bank.byReference["tip-0001"]).toMatchObject({
    payerDebitCount: 1,
    payerDebitsMinor: 50_000,
  });
});

test("a declined payment can still succeed on the same page", async () => {
  const shop = await openShop();
  const { press, read } = await openCheckout(shop);
  await press("decline");
  const { body } = await shop.api("GET", "/transaction/verify/tip-0001");
  expect(body.data).toMatchObject({
    status: "failed",
    gateway_response: "Declined",
  });
  expect(await read()).toContain("Back to merchant");
  expect((await shop.control.bank()).entries).toEqual([]);
  expect((await press("pay")).status).toBe(303);
  expect(await statusOf(shop)).toBe("success");
  await shop.control.webhooks.idle();
  expect(shop.received.map((webhook) => webhook.event)).toEqual(["charge.success"]);
});

test("cancelling goes to the merchant's cancel_action and leaves the transaction abandoned", async () => {
  const shop = await openShop();
  const { press } = await openCheckout(shop, {
    metadata: { cancel_action: "https://shop.example.com/cancelled" },
  });
  const cancelled = await press("cancel");
  expect(cancelled.headers.get("location")).toBe("https://shop.example.com/cancelled");
  expect(await statusOf(shop)).toBe("abandoned");
});

test("closing says so and leaves the transaction abandoned", async () => {
  const shop = await openShop();
  const { press } = await openCheckout(shop);
  const closed = await press("close");
  expect(await closed.text()).toContain("Checkout closed");
  expect(await statusOf(shop)).toBe("abandoned");
});

test("two taps on pay at once debit the payer once", async () => {
  const shop = await openShop();
  const { press } = await openCheckout(shop);
  const answers = await Promise.all([press("pay"), press("pay"), press("pay")]);
  expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
  expect((await shop.control.bank("tip-0001")).entries).toHaveLength(1);
});

test("an expired checkout takes no money", async () => {
  const shop = await openShop({
    settings: { paymentSessionTimeoutSeconds: 60 },
  });
  const { press, read } = await openCheckout(shop);
  await shop.control.advanceClock(61_000);
  await press("pay");
  expect(await read()).toContain("Session timeout exceeded");
  expect((await shop.control.bank()).entries).toEqual([]);
});
