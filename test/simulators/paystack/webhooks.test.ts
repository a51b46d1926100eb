import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { openShop, type Shop } from "./rig.ts";
import { signBody } from "./signature.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function payTip(shop: Shop, reference = "tip-0001") {
  await shop.initialize(reference);
  await shop.control.pay(reference);
}

test("the documented signature vector is reproduced byte for byte", () => {
  const body = '{"event":"charge.success","data":{"reference":"tip_0001","amount":5000,"currency":"NGN"}}';
  expect(signBody(body, "sk_test_simulator_0123456789")).toBe(
    "8c3ec2abcf5033afa58e80006d49c651a5058ec709728c8d8e6871f296d3850bb9c39b15223e95a212eb7daa72b3bdfdb67df7a07dcbaa71a177e11e3f8a7209",
  );
});

test("a payment sends charge.success once, signed over the bytes that are sent", async () => {
  const shop = await openShop();
  await payTip(shop);
  await shop.control.webhooks.idle();
  expect(shop.received).toHaveLength(1);
  const [webhook] = shop.received;
  expect(webhook?.signature).toBe(signBody(webhook?.body ?? "", shop.simulator.secretKey));
  expect(webhook?.data).toMatchObject({
    reference: "tip-0001",
    status: "success",
    fees: 750,
    plan: {},
    log: null,
  });
  for (const absent of ["receipt_number", "transaction_date", "plan_object", "createdAt", "connect"]) {
    expect(webhook?.data).not.toHaveProperty(absent);
  }
});

describe("retries", () => {
  test("an event is sent again until it is answered with exactly 200: 3 minutes apart four times, then hourly", async () => {
    const shop = await openShop();
    shop.answers.push(500, 201, 204, 302, 503, 500);
    await payTip(shop);
    await shop.control.webhooks.idle();
    expect(shop.received).toHaveLength(1);
    await shop.control.advanceClock(12 * minuteMs);
    expect(shop.received).toHaveLength(5);
    await shop.control.advanceClock(59 * minuteMs);
    expect(shop.received).toHaveLength(5);
    await shop.control.advanceClock(2 * hourMs);
    expect(shop.received).toHaveLength(7);
    await shop.control.advanceClock(72 * hourMs);
    expect(shop.received).toHaveLength(7);
    const { deliveries } = await shop.control.webhooks.list();
    expect(deliveries[0]).toMatchObject({ state: "delivered" });
    expect(deliveries[0]?.attempts.map((attempt) => attempt.status)).toEqual([500, 201, 204, 302, 503, 500, 200]);
  });

  test("after 72 hours of refusals an event is given up, not lost: it is still listed and can be sent", async () => {
    const shop = await openShop();
    shop.answers.push(...Array.from({ length: 100 }, () => 500));
    await payTip(shop);
    await shop.control.webhooks.idle();
    await shop.control.advanceClock(80 * hourMs);
    const attemptsIn72Hours = 1 + 4 + 71;
    expect(shop.received).toHaveLength(attemptsIn72Hours);
    shop.answers.length = 0;
    const { deliveries } = await shop.control.webhooks.deliver({
      redeliver: true,
    });
    expect(deliveries.map((delivery) => delivery.statuses)).toEqual([[200]]);
  });

  test("a merchant that never answers is given up on after the time allowed, and tried again", async () => {
    const shop = await openShop();
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => silent.closeAllConnections());
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`;
    await shop.control.webhooks.policy({ url, timeoutMs: 20 });
    await payTip(shop);
    await shop.control.webhooks.idle();
    const { deliveries } = await shop.control.webhooks.list();
    expect(deliveries[0]).toMatchObject({ state: "pending", attempts: [{ status: null }] });
    await shop.control.webhooks.policy({ url: shop.url, timeoutMs: 30_000 });
    await shop.control.advanceClock(3 * minuteMs);
    expect(shop.received).toHaveLength(1);
  });

  test("a merchant that cannot be reached is tried again too", async () => {
    const shop = await openShop({ webhookUrl: "http://127.0.0.1:9/" });
    await payTip(shop);
    await shop.control.webhooks.idle();
    await shop.control.webhooks.policy({ url: shop.url });
    await shop.control.advanceClock(3 * minuteMs);
    expect(shop.received).toHaveLength(1);
  });
});

describe("policy", () => {
  test("held events are delivered when asked, in the order asked, as often as asked", async () => {
    const shop = await openShop();
    await shop.control.webhooks.policy({ mode: "hold" });
    await payTip(shop, "tip-1");
    await payTip(shop, "tip-2");
    expect(shop.received).toEqual([]);
    const { deliveries } = await shop.control.webhooks.deliver({
      references: ["tip-2", "tip-1"],
      duplicate: 1,
    });
    expect(deliveries.map(({ reference, statuses }) => [reference, statuses])).toEqual([
      ["tip-2", [200, 200]],
      ["tip-1", [200, 200]],
    ]);
    expect(shop.received.map((webhook) => webhook.data["reference"])).toEqual(["tip-2", "tip-2", "tip-1", "tip-1"]);
    expect((await shop.control.webhooks.deliver()).deliveries).toEqual([]);
  });

  test("duplicates are byte-identical, and reordering turns the order round", async () => {
    const shop = await openShop();
    await shop.control.webhooks.policy({ duplicate: 1, reorder: true });
    await payTip(shop, "tip-1");
    await payTip(shop, "tip-2");
    await shop.control.webhooks.idle();
    expect(shop.received).toHaveLength(4);
    expect(new Set(shop.received.map((webhook) => webhook.body)).size).toBe(2);
    expect(shop.received.map((webhook) => webhook.data["reference"])).toEqual(["tip-2", "tip-2", "tip-1", "tip-1"]);
  });

  test("a delayed event arrives when its time has come", async () => {
    const shop = await openShop();
    await shop.control.webhooks.policy({ delayMs: hourMs });
    await payTip(shop);
    await shop.control.advanceClock(hourMs - minuteMs);
    expect(shop.received).toEqual([]);
    await shop.control.advanceClock(minuteMs);
    expect(shop.received).toHaveLength(1);
  });

  test("a dropped event is never sent by any retry", async () => {
    const shop = await openShop();
    await shop.control.webhooks.policy({ mode: "drop" });
    await payTip(shop);
    await shop.control.advanceClock(80 * hourMs);
    expect(shop.received).toEqual([]);
  });

  test("without a webhook address events wait instead of being lost", async () => {
    const shop = await openShop();
    shop.simulator.setWebhookUrl(null);
    await payTip(shop);
    shop.simulator.setWebhookUrl(shop.url);
    await shop.control.webhooks.deliver();
    expect(shop.received).toHaveLength(1);
  });
});

describe("forgeries", () => {
  test("an altered event is signed properly, and charges nobody", async () => {
    const shop = await openShop();
    await shop.initialize("tip-0001");
    const changes = { amount: 1, currency: "GHS", domain: "live" };
    const { attempts } = await shop.control.webhooks.forge({
      reference: "tip-0001",
      changes,
    });
    expect(attempts.map((attempt) => attempt.status)).toEqual([200]);
    const [webhook] = shop.received;
    expect(webhook?.data).toMatchObject({
      reference: "tip-0001",
      status: "success",
      ...changes,
    });
    expect(webhook?.signature).toBe(signBody(webhook?.body ?? "", shop.simulator.secretKey));
    expect((await shop.control.bank()).entries).toEqual([]);
  });

  test.each(["wrong", "missing", "altered"] as const)("a %s signature does not verify", async (signature) => {
    const shop = await openShop();
    await shop.control.webhooks.forge({ signature });
    const [webhook] = shop.received;
    expect(webhook?.signature).not.toBe(signBody(webhook?.body ?? "", shop.simulator.secretKey));
  });
});
