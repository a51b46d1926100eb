import { expect, test } from "vitest";
import type { FaultKind } from "./index.ts";
import { openPayee, openShop, type Shop } from "./rig.ts";

/** Gives up on a call once the simulator has taken it, as a client's timeout would. */
async function callAndGiveUp(shop: Shop, call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const answer = call(patience.signal).then(
    () => "answered",
    () => "gave up",
  );
  while ((await shop.control.faults.list()).faults.length > 0);
  patience.abort();
  expect(await answer).toBe("gave up");
}

const open = (shop: Shop, reference: string, signal: AbortSignal | null = null) =>
  shop.api("POST", "/transaction/initialize", { email: "ama@example.com", amount: 50_000, reference }, { signal });

const exists = async (shop: Shop, reference: string): Promise<boolean> =>
  (await shop.api("GET", `/transaction/verify/${reference}`)).status === 200;

test("timeout_before has done nothing: the same reference can be sent again", async () => {
  const shop = await openShop();
  await shop.control.faults.add({
    operation: "transaction.initialize",
    kind: "timeout_before",
  });
  await callAndGiveUp(shop, (signal) => open(shop, "tip-0001", signal));
  expect(await exists(shop, "tip-0001")).toBe(false);
  expect((await open(shop, "tip-0001")).status).toBe(200);
});

test("timeout_after has really created the transaction", async () => {
  const shop = await openShop();
  await shop.control.faults.add({
    operation: "transaction.initialize",
    kind: "timeout_after",
  });
  await callAndGiveUp(shop, (signal) => open(shop, "tip-0001", signal));
  expect(await exists(shop, "tip-0001")).toBe(true);
  expect((await open(shop, "tip-0001")).body).toMatchObject({
    code: "duplicate_reference",
  });
});

test("timeout_after on a transfer has really paid the recipient", async () => {
  const shop = await openShop();
  const recipient = await openPayee(shop);
  const transfer = {
    source: "balance",
    amount: 50_000,
    recipient,
    reference: "payout-0000000001",
  };
  await shop.control.faults.add({
    operation: "transfer.create",
    kind: "timeout_after",
  });
  await callAndGiveUp(shop, (signal) => shop.api("POST", "/transfer", transfer, { signal }));
  expect((await shop.control.bank("payout-0000000001")).byCurrency["NGN"]?.recipientCreditsMinor).toBe(50_000);
  expect((await shop.api("POST", "/transfer", transfer)).body).toMatchObject({
    code: "duplicate_transfer_reference",
  });
});

test("a transfer in validation is a 404 until it goes through", async () => {
  const shop = await openShop();
  const recipient = await openPayee(shop);
  const transfer = {
    source: "balance",
    amount: 50_000,
    recipient,
    reference: "payout-0000000001",
  };
  await shop.control.faults.add({
    operation: "transfer.create",
    kind: "timeout_validating",
  });
  await callAndGiveUp(shop, (signal) => shop.api("POST", "/transfer", transfer, { signal }));
  expect((await shop.api("GET", "/transfer/verify/payout-0000000001")).status).toBe(404);
  expect((await shop.control.faults.release()).released).toBe(1);
  expect((await shop.api("GET", "/transfer/verify/payout-0000000001")).status).toBe(200);
});

test.each([
  ["before", false],
  ["after", true],
] as const)("a 502 %s the work leaves the transaction existing: %s", async (when, existing) => {
  const shop = await openShop();
  await shop.control.faults.add({
    operation: "transaction.initialize",
    kind: "status",
    status: 502,
    when,
  });
  expect((await open(shop, "tip-0001")).status).toBe(502);
  expect(await exists(shop, "tip-0001")).toBe(existing);
});

test.each<FaultKind>(["reset_mid_body", "truncated_json"])("%s breaks the answer, not the work", async (kind) => {
  const shop = await openShop();
  await shop.control.faults.add({
    operation: "transaction.initialize",
    kind,
  });
  await expect(open(shop, "tip-0001")).rejects.toThrow();
  expect(await exists(shop, "tip-0001")).toBe(true);
});

test("a verify that lags knows a new transfer not yet, and a paid one as pending, but takes nothing final back", async () => {
  const shop = await openShop({ settings: { transferSettleAfterMs: null } });
  const [slow, quick] = [await openPayee(shop, "9001"), await openPayee(shop, "9003")];
  const send = (recipient: string, reference: string) =>
    shop.api("POST", "/transfer", { source: "balance", amount: 50_000, recipient, reference });
  const verify = async (reference: string) => {
    await shop.control.faults.add({ operation: "transfer.verify", kind: "lagging" });
    const { status, body } = await shop.api("GET", `/transfer/verify/${reference}`);
    return status === 200 ? body.data["status"] : status;
  };
  await send(slow, "payout-0000000001");
  expect(await verify("payout-0000000001")).toBe(404);
  await shop.control.moveTransfer("payout-0000000001");
  expect(await verify("payout-0000000001")).toBe("pending");
  await send(quick, "payout-0000000002");
  await shop.control.moveTransfer("payout-0000000002");
  expect(await verify("payout-0000000002")).toBe("reversed");
});

test("a fault strikes as many times as told, after as many as told, and only its reference", async () => {
  const shop = await openShop();
  await shop.control.faults.add({
    operation: "*",
    kind: "status",
    skip: 1,
    times: 2,
    reference: "tip-1",
  });
  await open(shop, "tip-2");
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await shop.api("GET", "/transaction/verify/tip-1")).status);
  expect(statuses).toEqual([400, 500, 500, 400]);
});

test("closing lets go of calls that were never answered", async () => {
  const shop = await openShop();
  await shop.control.faults.add({ operation: "*", kind: "timeout_before" });
  const waiting = open(shop, "tip-0001").catch(() => "cut off");
  while ((await shop.control.faults.list()).faults.length > 0);
  await shop.simulator.close();
  expect(await waiting).toBe("cut off");
});
