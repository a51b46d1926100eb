import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { chargeEvent, deliverEvent } from "#test/factories/rail-events.ts";
import { NO_LIMITS, postTip, tipFor } from "#test/factories/tips.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type SimulatorClient, simulatorClient } from "#test/simulators/paystack/index.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

let stack: Stack;
let simulator: SimulatorClient;
let books: pg.Pool;
let tipId: string;
let startedAt: number;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  simulator = simulatorClient(stack.paystack.url);
  await simulator.webhooks.policy({ mode: "drop" });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
});

beforeEach(async () => {
  startedAt = Date.now();
  tipId = (await postTip(stack, tipFor(stack))).body.id;
});

afterEach(async () => {
  await simulator.faults.clear();
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  await books.query("update tips set next_check_at = null where id = $1", [tipId]);
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

/** Runs the sweeper at so long after the tip was started. */
async function sweepAt(afterMs: number): Promise<void> {
  await stack.worker.dispatchScheduled("* * * * *", new Date(startedAt + afterMs));
}

async function tip() {
  const { rows } = await books.query<{
    status: string;
    checks: number;
    waiting: boolean;
    asked: number;
    postings: number;
  }>(
    `select status, checks, next_check_at is not null as waiting,
       (select count(*)::int from payment_attempts where payment_reference = t.id and call = 'find') as asked,
       (select count(*)::int from ledger_transfers where reference = t.id and kind = 'tip_gross') as postings
     from tips t where id = $1`,
    [tipId],
  );
  return rows[0];
}

async function event() {
  const { rows } = await books.query(
    "select status, note, next_check_at is not null as waiting from rail_events where reference = $1",
    [tipId],
  );
  return rows[0];
}

/** What the rail says when it is asked, word for word. */
async function verified(reference: string) {
  const headers = { authorization: `Bearer ${stack.paystack.secretKey}` };
  const response = await fetch(`${stack.paystack.url}/transaction/verify/${reference}`, { headers });
  return (await response.json()) as { data: Record<string, unknown>; [field: string]: unknown };
}

async function comeBack(): Promise<number> {
  const response = await fetch(`${stack.url}/return/${tipId}`, { redirect: "manual" });
  await response.arrayBuffer();
  return response.status;
}

const wholeLadder = [1, 5, 16, 80, 8 * 60, 34 * 60, 60 * 60].map((minutes) => minutes * MINUTE_MS);

describe("a tip that nobody tells us about", () => {
  test("is not asked about before its first rung, and is booked by the sweeper when it was paid", async () => {
    await simulator.pay(tipId);
    await sweepAt(30 * SECOND_MS);
    expect(await tip()).toMatchObject({ status: "pending", asked: 0 });
    await sweepAt(MINUTE_MS);
    expect(await tip()).toMatchObject({ status: "succeeded", asked: 1, postings: 1, waiting: false });
  });

  test("is asked about on a ladder of ever longer waits, then given up, and not asked about any more", async () => {
    const asked: number[] = [];
    for (const at of wholeLadder) {
      await sweepAt(at);
      await sweepAt(at + SECOND_MS);
      asked.push((await tip())?.asked ?? 0);
    }
    expect(asked).toEqual([1, 2, 3, 4, 5, 6, 6]);
    expect(await tip()).toMatchObject({ status: "abandoned", waiting: false });
  });

  test("and that the rail says was declined has failed", async () => {
    await simulator.decline(tipId);
    await sweepAt(MINUTE_MS);
    expect(await tip()).toMatchObject({ status: "failed", postings: 0, waiting: true });
  });

  test("and that the rail still works on is never given up: it is asked about daily once the ladder has ended", async () => {
    const said = await verified(tipId);
    const body = { ...said, data: { ...said.data, status: "ongoing" } };
    await simulator.faults.add({
      operation: "transaction.verify",
      kind: "status",
      status: 200,
      body,
      times: 99,
    });
    for (const at of wholeLadder) await sweepAt(at);
    expect(await tip()).toMatchObject({ status: "pending", waiting: true, asked: 7 });
    await simulator.faults.clear();
    await simulator.pay(tipId);
    await sweepAt(90 * HOUR_MS);
    expect(await tip()).toMatchObject({ status: "succeeded", postings: 1 });
  });

  test.each([
    ["that we wait for", false, 0],
    ["that was booked before, of another organisation", true, 1],
  ])("and about which the rail answers with another charge, %s, is not booked with it", async (_, isBooked, owner) => {
    const { body: other } = await postTip(stack, { ...tipFor(stack, owner), amountMinor: 50_000n });
    await simulator.pay(other.id);
    if (isBooked) await sweepAt(MINUTE_MS);
    const body = await verified(other.id);
    await simulator.faults.add({
      operation: "transaction.verify",
      kind: "status",
      status: 200,
      body,
      reference: tipId,
    });
    expect(await comeBack()).toBe(200);
    expect(await tip()).toMatchObject({ status: "pending", postings: 0 });
    await sweepAt(2 * MINUTE_MS);
    const { rows } = await books.query("select status from tips where id = $1", [other.id]);
    expect(rows).toEqual([{ status: "succeeded" }]);
    expect(await held()).toEqual({ held: "0", open: 0 });
  });

  test.each(["status", "truncated_json", "reset_mid_body"] as const)(
    "stays where it is when the rail cannot be asked (%s), costs no rung, and is asked about again",
    async (kind) => {
      await simulator.pay(tipId);
      await simulator.faults.add({ operation: "transaction.verify", kind, status: 503, reference: tipId });
      await sweepAt(MINUTE_MS);
      expect(await tip()).toMatchObject({ status: "pending", checks: 0, asked: 1, waiting: true });
      await sweepAt(10 * MINUTE_MS);
      expect(await tip()).toMatchObject({ status: "succeeded", postings: 1 });
    },
  );
});

describe("a late success counts, once", () => {
  const booked = { status: "succeeded", postings: 1 };

  test("after a decline, told by the return page", async () => {
    await simulator.decline(tipId);
    expect(await comeBack()).toBe(200);
    expect(await tip()).toMatchObject({ status: "failed" });
    await simulator.pay(tipId);
    expect(await comeBack()).toBe(303);
    expect(await tip()).toMatchObject(booked);
    await sweepAt(HOUR_MS);
    expect(await tip()).toMatchObject(booked);
  });

  test("after we gave the tip up, told by a webhook", async () => {
    for (const at of wholeLadder) await sweepAt(at);
    expect(await tip()).toMatchObject({ status: "abandoned" });
    const { transaction } = await simulator.pay(tipId);
    const { id, amount, currency, fees } = transaction;
    const event = chargeEvent({ id, reference: tipId, amount, currency, fees });
    expect([await deliverEvent(stack, event), await deliverEvent(stack, event)]).toEqual([200, 200]);
    await sweepAt(61 * HOUR_MS);
    expect(await tip()).toMatchObject(booked);
  });

  test("after we gave the tip up, when a webhook without a fee has the rail asked once more", async () => {
    for (const at of wholeLadder) await sweepAt(at);
    const { transaction } = await simulator.pay(tipId);
    const { id, amount, currency } = transaction;
    expect(await deliverEvent(stack, chargeEvent({ id, reference: tipId, amount, currency, fees: null }))).toBe(200);
    await sweepAt(61 * HOUR_MS);
    expect(await tip()).toMatchObject(booked);
  });

  test("and a webhook without a fee waits until it is counted, and is then said to have been counted before", async () => {
    const { transaction } = await simulator.pay(tipId);
    const { id, amount, currency } = transaction;
    await deliverEvent(stack, chargeEvent({ id, reference: tipId, amount, currency, fees: null }));
    await sweepAt(30 * SECOND_MS);
    expect(await event()).toEqual({ status: "received", note: "names no fee; the rail is asked", waiting: true });
    await sweepAt(MINUTE_MS);
    expect(await tip()).toMatchObject(booked);
    await sweepAt(10 * MINUTE_MS);
    expect(await event()).toEqual({ status: "applied", note: "counted before", waiting: false });
    expect(await tip()).toMatchObject(booked);
  });

  test("told by webhook, return page and sweeper at the same moment", async () => {
    const { transaction } = await simulator.pay(tipId);
    const { id, amount, currency, fees } = transaction;
    const event = chargeEvent({ id, reference: tipId, amount, currency, fees });
    await Promise.all([deliverEvent(stack, event), comeBack(), comeBack(), sweepAt(MINUTE_MS), sweepAt(MINUTE_MS)]);
    await sweepAt(2 * MINUTE_MS);
    expect(await tip()).toMatchObject(booked);
  });
});

describe("the return page", () => {
  test("never completes a tip on its own word", async () => {
    expect(await comeBack()).toBe(200);
    expect(await tip()).toMatchObject({ status: "pending", postings: 0 });
  });

  test("however often it is opened leaves the sweeper's ladder as it is", async () => {
    for (let visit = 0; visit < 8; visit++) await comeBack();
    expect(await tip()).toMatchObject({ status: "pending", checks: 0, waiting: true });
    await simulator.pay(tipId);
    await sweepAt(MINUTE_MS);
    expect(await tip()).toMatchObject({ status: "succeeded", postings: 1 });
  });
});

test("a fee that the rail names late takes the money out of suspense again: it is counted once", async () => {
  const { transaction } = await simulator.pay(tipId, { feesNull: true });
  await sweepAt(MINUTE_MS);
  expect(await tip()).toMatchObject({ status: "pending", postings: 0 });
  expect(await held()).toEqual({ held: "50000", open: 1 });
  const { id, amount, currency } = transaction;
  await deliverEvent(stack, chargeEvent({ id, reference: tipId, amount, currency, fees: 750 }));
  await sweepAt(2 * MINUTE_MS);
  expect(await tip()).toMatchObject({ status: "succeeded", postings: 1 });
  expect(await held()).toEqual({ held: "0", open: 0 });
});

async function held() {
  const { rows } = await books.query<{ held: string; open: number }>(
    `select (select coalesce(sum(credits_posted - debits_posted), 0)::text from ledger_accounts where kind = 'suspense') as held,
       (select count(*)::int from reconciliation_items where resolved_at is null) as open`,
  );
  return rows[0];
}
