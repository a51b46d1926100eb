import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { addPayee, owe, type Payee } from "#test/factories/payouts.ts";
import { NO_LIMITS } from "#test/factories/tips.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type SimulatorClient, signBody, simulatorClient } from "#test/simulators/paystack/index.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let stack: Stack;
let simulator: SimulatorClient;
let owner: pg.Client;
/** Seven in the evening in Lagos, on a day of its own for each settlement. */
let evening = new Date(`${new Date().toISOString().slice(0, 10)}T18:00:00Z`);

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  simulator = simulatorClient(stack.paystack.url);
  await simulator.settings({ bulkIntervalMs: 0 });
  await simulator.balance({ currency: "NGN", setMinor: 1_000_000_000 });
  owner = new pg.Client({ connectionString: stack.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  await owner?.end();
  await stack?.stop();
});

async function cron(schedule: string, at: Date): Promise<void> {
  const { outcome } = await stack.worker.dispatchScheduled(schedule, at);
  expect(outcome).toBe("ok");
}

/** The next day's settlement, by its cron. */
async function settle(): Promise<void> {
  evening = new Date(evening.getTime() + DAY_MS);
  await cron("*/15 * * * *", evening);
}

async function payoutOf({
  guardId,
}: Payee): Promise<{ id: string; status: string; attempts: number; amount_minor: string }> {
  const { rows } = await owner.query(
    "select * from payouts where guard_id = $1 and id not like 'po-past%' order by created_at desc limit 1",
    [guardId],
  );
  return rows[0];
}

describe("the Worker", () => {
  test("settles by its cron, sends, and has the payout paid when the rail's event comes", async () => {
    const payee = await addPayee(owner, stack.paystack, { suffix: "9001" });
    await settle();
    const sent = await payoutOf(payee);
    expect(sent).toMatchObject({ status: "submitted", attempts: 1 });
    await simulator.moveTransfer(`${sent.id}-1`);
    await simulator.webhooks.idle();
    await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 15_000 }).toBe("paid");
    const { rows } = await owner.query("select status, concerns from rail_events where reference = $1", [
      `${sent.id}-1`,
    ]);
    expect(rows).toEqual([{ status: "applied", concerns: "payout" }]);
  });

  test("finishes by its sweep what no message and no event told of", async () => {
    await simulator.webhooks.policy({ mode: "drop" });
    const payee = await addPayee(owner, stack.paystack, { suffix: "9001" });
    await settle();
    const { id } = await payoutOf(payee);
    await simulator.moveTransfer(`${id}-1`);
    await cron("* * * * *", new Date(evening.getTime() + 5 * MINUTE_MS));
    expect(await payoutOf(payee)).toMatchObject({ status: "paid" });
    await simulator.webhooks.policy({ mode: "auto" });
  });

  test("doubled crons pay each guard once", async () => {
    const payee = await addPayee(owner, stack.paystack);
    evening = new Date(evening.getTime() + DAY_MS);
    await Promise.all([1, 2, 3].map(() => cron("*/15 * * * *", evening)));
    await owe(owner, { guardId: payee.guardId, owedMinor: 50_000n });
    await cron("*/15 * * * *", evening);
    const { rowCount } = await owner.query("select from payouts where guard_id = $1 and id not like 'po-past%'", [
      payee.guardId,
    ]);
    expect(rowCount).toBe(1);
  });
});

describe("the approval of a transfer", () => {
  async function ask(question: object, signature?: string): Promise<number> {
    const body = JSON.stringify(question);
    const response = await fetch(`${stack.url}/webhooks/paystack/approve-transfer`, {
      method: "POST",
      headers: { "x-paystack-signature": signature ?? signBody(body, stack.paystack.secretKey) },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  test("is given for a live payout of ours with the same amount and recipient, and for nothing else", async () => {
    const payee = await addPayee(owner, stack.paystack, { suffix: "9005" });
    await settle();
    const { id, amount_minor } = await payoutOf(payee);
    const question = {
      reference: `${id}-1`,
      amount: Number(amount_minor),
      currency: "NGN",
      recipient: payee.recipientCode,
    };
    expect(await ask(question)).toBe(200);
    expect(await ask({ data: { ...question, recipient: { recipient_code: payee.recipientCode } } })).toBe(200);
    expect(await ask({ ...question, amount: question.amount + 1 })).toBe(400);
    expect(await ask({ ...question, recipient: "RCP_other" })).toBe(400);
    expect(await ask({ ...question, recipient: undefined })).toBe(400);
    expect(await ask({ ...question, reference: `${id}-2` })).toBe(400);
    expect(await ask({ ...question, currency: "KES" })).toBe(400);
    expect(await ask({})).toBe(400);
    expect(await ask(question, "ab".repeat(64))).toBe(401);
    await owner.query(
      "insert into payout_controls (organisation_id, currency, is_stopped) values ('org-platform', 'NGN', true)",
    );
    expect(await ask(question)).toBe(400);
    await owner.query("delete from payout_controls");
    await simulator.moveTransfer(`${id}-1`, { status: "success" });
    await simulator.webhooks.idle();
    await expect.poll(async () => (await payoutOf(payee)).status, { timeout: 15_000 }).toBe("paid");
    expect(await ask(question)).toBe(400);
  });
});
