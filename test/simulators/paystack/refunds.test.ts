import { expect, test } from "vitest";
import { balanceOf, openShop, type Shop } from "./rig.ts";

async function paidShop(): Promise<Shop> {
  const shop = await openShop();
  await shop.control.balance({ currency: "NGN", setMinor: 1_000_000 });
  await shop.initialize("tip-0001");
  await shop.control.pay("tip-0001");
  await shop.control.webhooks.idle();
  shop.received.length = 0;
  return shop;
}

const refund = (shop: Shop, more: object = {}) => shop.api("POST", "/refund", { transaction: "tip-0001", ...more });
const statusOf = async (shop: Shop) => (await shop.api("GET", "/transaction/verify/tip-0001")).body.data["status"];

test("a full refund goes from pending to processed, reverses the transaction and reaches the payer once", async () => {
  const shop = await paidShop();
  const before = await balanceOf(shop);
  const { body } = await refund(shop);
  expect(body.message).toBe("Refund has been queued for processing");
  expect(body.data).toMatchObject({
    status: "pending",
    amount: 50_000,
    transaction: { reference: "tip-0001" },
  });
  expect(await statusOf(shop)).toBe("reversal_pending");
  expect((await shop.control.bank("tip-0001")).byCurrency["NGN"]?.payerRefundsMinor).toBe(0);
  const id = Number(body.data["id"]);
  await shop.control.moveRefund(id, "processing");
  await shop.control.moveRefund(id, "processed");
  await expect(shop.control.moveRefund(id, "processed")).rejects.toThrow("409");
  expect(await statusOf(shop)).toBe("reversed");
  expect(await balanceOf(shop)).toBe(before - 50_000);
  expect((await shop.control.bank("tip-0001")).byCurrency["NGN"]?.payerRefundsMinor).toBe(50_000);
  await shop.control.webhooks.idle();
  expect(shop.received.map(({ event, data }) => [event, data["amount"]])).toEqual([
    ["refund.pending", "50000"],
    ["refund.processing", "50000"],
    ["refund.processed", "50000"],
  ]);
});

test("a failed refund gives the money back to the balance, and its amount is a number", async () => {
  const shop = await paidShop();
  const before = await balanceOf(shop);
  const { body } = await refund(shop);
  await shop.control.moveRefund(Number(body.data["id"]), "failed");
  await shop.control.webhooks.idle();
  expect(shop.received.at(-1)).toMatchObject({
    event: "refund.failed",
    data: { amount: 50_000 },
  });
  expect(await balanceOf(shop)).toBe(before);
  expect(await statusOf(shop)).toBe("success");
});

test("parts can be refunded until nothing is left, never more", async () => {
  const shop = await paidShop();
  expect((await refund(shop, { amount: 20_000 })).status).toBe(200);
  expect(await statusOf(shop)).toBe("success");
  const tooMuch = await refund(shop, { amount: 30_001 });
  expect(tooMuch.body.message).toBe("Refund amount cannot be greater than initial amount");
  expect((await refund(shop, { amount: "30000" })).status).toBe(200);
  expect((await refund(shop)).status).toBe(400);
  const list = await shop.api("GET", "/refund?transaction=tip-0001");
  expect(list.body.data).toHaveLength(2);
});

test("only a refund that needs attention can be retried with other details", async () => {
  const shop = await paidShop();
  const id = Number((await refund(shop)).body.data["id"]);
  const details = {
    refund_account_details: {
      currency: "NGN",
      account_number: "0123456789",
      bank_id: "9",
    },
  };
  const retry = () => shop.api("POST", `/refund/retry_with_customer_details/${id}`, details);
  expect((await retry()).status).toBe(422);
  await shop.control.moveRefund(id, "needs-attention");
  expect((await retry()).body.data["status"]).toBe("processing");
});

test("a lost chargeback takes the money from the balance and gives it to the payer", async () => {
  const shop = await paidShop();
  await shop.control.dispute("tip-0001");
  await shop.control.dispute("tip-0001", {
    event: "resolve",
    resolution: "auto-accepted",
  });
  await shop.control.webhooks.idle();
  expect(shop.received.map((webhook) => webhook.event)).toEqual(["charge.dispute.create", "charge.dispute.resolve"]);
  expect(shop.received[1]?.data).toMatchObject({
    transaction_reference: null,
    transaction: { reference: "tip-0001" },
  });
  expect((await shop.control.bank("tip-0001")).byCurrency["NGN"]?.payerRefundsMinor).toBe(50_000);
});

test("the balance ledger explains the balance to the last unit", async () => {
  const shop = await paidShop();
  await refund(shop, { amount: 20_000 });
  const { body } = await shop.api("GET", "/balance/ledger");
  const rows: { difference: number; balance: number }[] = JSON.parse(JSON.stringify(body.data));
  expect(rows.reduce((sum, row) => sum + row.difference, 0)).toBe(await balanceOf(shop));
  expect(rows[0]?.balance).toBe(await balanceOf(shop));
});
