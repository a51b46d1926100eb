import { expect, test } from "vitest";
import { openShop, type Shop } from "./rig.ts";

const ask = (shop: Shop) =>
  shop.api("POST", "/charge", {
    email: "ama@example.com",
    amount: 1_000,
    currency: "GHS",
    reference: "tip-0001",
    mobile_money: { phone: "0551234987", provider: "mtn" },
  });

test("a wallet charge waits on the payer's phone and succeeds when approved", async () => {
  const shop = await openShop();
  const { body } = await ask(shop);
  expect(body.message).toBe("Charge attempted");
  expect(body.data["status"]).toBe("pay_offline");
  expect((await shop.api("GET", "/charge/tip-0001")).body.data["status"]).toBe("pending");
  await shop.control.pay("tip-0001");
  expect((await shop.api("GET", "/charge/tip-0001")).body.data).toMatchObject({
    status: "success",
    fees: 20,
  });
});

test("a wallet charge that nobody approves fails after 180 seconds, without any event", async () => {
  const shop = await openShop();
  await ask(shop);
  await shop.control.advanceClock(180_000);
  expect((await shop.api("GET", "/transaction/verify/tip-0001")).body.data["status"]).toBe("failed");
  expect((await shop.control.webhooks.list()).deliveries).toEqual([]);
});
