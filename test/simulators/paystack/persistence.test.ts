import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openPayee, openShop } from "./rig.ts";

function scratchFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "paystack-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "deep", "paystack.json");
}

test("a restart remembers payments, balances, the bank, and what was still to be delivered", async () => {
  const dataFile = scratchFile();
  const before = await openShop({ dataFile });
  before.answers.push(500);
  await before.initialize("tip-0001", { metadata: { a: 1 } });
  await before.control.pay("tip-0001");
  await before.control.webhooks.idle();
  const recipient = await openPayee(before, "9001");
  const transfer = {
    source: "balance",
    amount: 50_000,
    recipient,
    reference: "payout-0000000001",
  };
  await before.api("POST", "/transfer", transfer);
  await before.simulator.close();

  const after = await openShop({ dataFile });
  expect((await after.initialize("tip-0001")).body).toMatchObject({
    code: "duplicate_reference",
  });
  expect((await after.control.bank("tip-0001")).byCurrency["NGN"]?.payerDebitsMinor).toBe(50_000);
  expect(after.simulator.state.balances).toEqual(before.simulator.state.balances);
  await after.control.advanceClock(3 * 60_000);
  expect(after.received.map((webhook) => webhook.event).sort()).toEqual(["charge.success", "transfer.success"]);
});

test("a reset forgets everything but the settings it was started with", async () => {
  const shop = await openShop({ settings: { passFees: true } });
  await shop.initialize("tip-0001");
  await shop.control.pay("tip-0001");
  await shop.control.settings({ passFees: false });
  await shop.control.reset();
  expect((await shop.initialize("tip-0001")).status).toBe(200);
  expect((await shop.control.bank()).entries).toEqual([]);
  expect((await shop.control.state())["settings"]).toMatchObject({
    passFees: true,
  });
});
