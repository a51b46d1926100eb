import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { archiveCode } from "#app/domain/qr/index.ts";
import { checkBooks } from "#db/check.ts";
import { NO_LIMITS, postTip, type TipAnswer, tipFor } from "#test/factories/tips.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type SimulatorClient, simulatorClient } from "#test/simulators/paystack/index.ts";

const TIPS = 50;
/** Every fifth tip is asked for twice at once, with one key. */
const REPEATED = 5;
/** So many of the last tips are never told of by a webhook: the sweeper has to ask. */
const WITHOUT_WEBHOOK = 5;
const MINUTE_MS = 60_000;

let stack: Stack;
let simulator: SimulatorClient;
let books: pg.Pool;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  simulator = simulatorClient(stack.paystack.url);
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
  await stack.worker.dispatchScheduled("*/10 * * * *");
});

afterEach(recover);

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

const FAULTS = [
  { name: "frozen", guard: 0, strike: () => stack.bridge.freeze() },
  { name: "executing without ever answering", guard: 1, strike: () => stack.bridge.freeze({ after: true }) },
  { name: "refused", guard: 2, strike: () => stack.bridge.refuse() },
  { name: "black-holed", guard: 3, strike: () => stack.bridge.blackhole() },
];

describe.each(FAULTS)("with the database $name", ({ guard, strike }) => {
  test("50 tips are made and paid, and after recovery none is lost and none is doubled", {
    timeout: 3 * MINUTE_MS,
  }, async () => {
    const request = tipFor(stack, 0, guard);
    const key = (tip: number) => `${guard}-${tip}`;
    const ask = (tip: number) => postTip(stack, { ...request, amountMinor: BigInt(20_000 + tip * 100) }, key(tip));
    await strike();

    const [page, answers] = await Promise.all([
      fetch(`${stack.url}/g/${request.token}`),
      Promise.all(Array.from({ length: TIPS }, (_, tip) => askOnceOrTwice(tip, ask))),
    ]);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("/tips");
    const tips = answers.map(({ body }) => body.id);
    expect(new Set(tips).size).toBe(TIPS);

    await Promise.all(tips.slice(0, TIPS / 2).map((id) => simulator.pay(id)));
    await simulator.webhooks.idle();
    await recover();
    await Promise.all(tips.slice(TIPS / 2, TIPS - WITHOUT_WEBHOOK).map((id) => simulator.pay(id)));
    await simulator.webhooks.idle();
    await simulator.webhooks.policy({ mode: "drop" });
    await Promise.all(tips.slice(TIPS - WITHOUT_WEBHOOK).map((id) => simulator.pay(id)));
    await simulator.webhooks.policy({ mode: "auto" });
    await sweep(2);
    await sweep(5);

    const { byReference } = await simulator.bank();
    for (const id of tips) expect(byReference[id]).toMatchObject({ payerDebitCount: 1 });
    expect(await booked(tips)).toEqual(
      tips.map((id) => ({ id, minor: String(byReference[id]?.payerDebitsMinor) })).sort(byId),
    );
    expect(await suspense()).toBe(0);
    expect(await leftovers()).toEqual({ spooled: [], due: [] });
    expect(await applied(tips)).toBe(TIPS - WITHOUT_WEBHOOK);
    for (const id of tips) expect(await receiptStatus(id)).toBe(200);
    for (const [tip, first] of answers.entries()) expect(await ask(tip)).toEqual(first);
    expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  });

  test("a revoked code takes no tip, since its tombstone was written first", async () => {
    const revoked = tipFor(stack, guard < 2 ? 1 : 2);
    const code = stack.demo?.organisations[guard < 2 ? 1 : 2];
    const files = await stack.worker.miniflare.getR2Bucket("FILES");
    const parts = { database: stack.database, bridgeUrl: stack.bridge.url, files };
    const ctx = staffWorkerContext(parts, { organisationId: code?.id ?? "", role: "operations" });
    await archiveCode(ctx, { codeId: code?.guards[0]?.codeId ?? "" });
    await strike();
    try {
      const { status, body } = await postTip(stack, revoked);
      expect({ status, code: body.code }).toEqual({ status: 410, code: "CODE_UNKNOWN" });
    } finally {
      await recover();
    }
  });
});

test("a database that goes away between a tip's intent and its answer costs neither the tip nor its money", async () => {
  await simulator.faults.add({ operation: "transaction.initialize", kind: "delay_ms", delayMs: 1_500, when: "before" });
  const answering = postTip(stack, { ...tipFor(stack, 0, 0), amountMinor: 77_700n });
  await expect.poll(() => tipOf(77_700n), { timeout: 10_000 }).toBeDefined();
  const started = await tipOf(77_700n);
  await stack.bridge.refuse();
  const { status, body } = await answering;
  expect({ status, id: body.id }).toEqual({ status: 201, id: started });

  await recover();
  const files = await stack.worker.miniflare.getR2Bucket("FILES");
  expect((await files.list({ prefix: "spool/intents/" })).objects).toHaveLength(1);
  await simulator.pay(body.id);
  await simulator.webhooks.idle();
  await fetch(`${stack.url}/return/${body.id}`, { redirect: "manual" });
  await sweep(2);

  expect(await booked([body.id])).toEqual([{ id: body.id, minor: body.charge.minor }]);
  expect(await suspense()).toBe(0);
  expect(await receiptStatus(body.id)).toBe(200);
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

/** The answer to a tip's key: when two ask at once, one may be told that the other is still at it. */
async function askOnceOrTwice(tip: number, ask: (tip: number) => Promise<TipAnswer>): Promise<TipAnswer> {
  const both = await Promise.all(tip % REPEATED === 0 ? [ask(tip), ask(tip)] : [ask(tip)]);
  const started = both.filter(({ status }) => status === 201);
  expect(both).toContainEqual(expect.objectContaining({ status: 201 }));
  for (const answer of both) expect([201, 409]).toContain(answer.status);
  for (const answer of started) expect(answer).toEqual(started[0]);
  return started[0] as TipAnswer;
}

/** Ends the fault, and waits until the database answers again. */
async function recover(): Promise<void> {
  await stack.bridge.recover();
  await expect.poll(async () => (await fetch(`${stack.url}/health/ready`)).status, { timeout: 20_000 }).toBe(200);
}

/** One run of the sweeper, as if so many minutes had passed. */
async function sweep(minutes: number): Promise<void> {
  const { outcome } = await stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + minutes * MINUTE_MS));
  expect(outcome).toBe("ok");
}

async function tipOf(amountMinor: bigint): Promise<string | undefined> {
  const { rows } = await books.query<{ id: string }>("select id from tips where amount_minor = $1", [amountMinor]);
  return rows[0]?.id;
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

async function booked(tips: readonly string[]): Promise<{ id: string; minor: string }[]> {
  const { rows } = await books.query<{ id: string; minor: string }>(
    "select reference as id, amount_minor::text as minor from ledger_transfers where kind = 'tip_gross' and reference = any($1)",
    [tips],
  );
  return rows.sort(byId);
}

/** How many charges were ever held in suspense. */
async function suspense(): Promise<number> {
  const { rowCount } = await books.query("select from ledger_transfers where kind = 'suspense'");
  return rowCount ?? 0;
}

/** How many of the tips have an event of their own in the inbox that was applied. */
async function applied(tips: readonly string[]): Promise<number> {
  const { rowCount } = await books.query(
    "select distinct reference from rail_events where status = 'applied' and reference = any($1)",
    [tips],
  );
  return rowCount ?? 0;
}

/** What still waits in object storage and in the inbox. */
async function leftovers() {
  const files = await stack.worker.miniflare.getR2Bucket("FILES");
  const { objects } = await files.list({ prefix: "spool/" });
  const { rows } = await books.query("select id, status from rail_events where next_check_at is not null");
  return { spooled: objects.map(({ key }) => key), due: rows };
}

async function receiptStatus(id: string): Promise<number> {
  const tip = (await (await fetch(`${stack.url}/tips/${id}`)).json()) as { receipt_url: string };
  return (await fetch(tip.receipt_url)).status;
}
