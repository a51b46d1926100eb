import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TakenIntent } from "#app/domain/payments/index.ts";
import { checkBooks } from "#db/check.ts";
import { NO_LIMITS, postTip, tipFor } from "#test/factories/tips.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type SimulatorClient, simulatorClient } from "#test/simulators/paystack/index.ts";

const MINUTE_MS = 60_000;

let stack: Stack;
let simulator: SimulatorClient;
let books: pg.Pool;
let files: Awaited<ReturnType<Stack["worker"]["miniflare"]["getR2Bucket"]>>;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  simulator = simulatorClient(stack.paystack.url);
  await simulator.webhooks.policy({ mode: "drop" });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
  files = await stack.worker.miniflare.getR2Bucket("FILES");
  await stack.worker.dispatchScheduled("*/10 * * * *");
});

afterEach(async () => {
  await stack.bridge.recover();
  await simulator.faults.clear();
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

/** A tip that nothing else in the books looks like. */
const anyTip = () => ({ ...tipFor(stack), message: randomUUID() });
const sweep = (minutes: number) =>
  stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + minutes * MINUTE_MS));

async function tipsSaying(message: string) {
  const { rows } = await books.query<{ id: string; status: string }>(
    "select id, status from tips where message = $1 order by id",
    [message],
  );
  return rows;
}

const bookedTo = async (id: string) =>
  (await books.query("select from ledger_transfers where kind = 'tip_gross' and reference = $1", [id])).rowCount;

/** The objects whose text holds these words. */
async function objectsSaying(prefix: string, words: string) {
  const { objects } = await files.list({ prefix });
  const read = await Promise.all(
    objects.map(async ({ key }) => ({ key, text: (await (await files.get(key))?.text()) ?? "" })),
  );
  return read.filter(({ text }) => text.includes(words));
}

test("a key answered by the database gets the same answer from its copy while the database is down", async () => {
  const [tip, key] = [anyTip(), randomUUID()];
  const first = await postTip(stack, tip, key);
  expect(first.status).toBe(201);
  await expect.poll(() => objectsSaying("answers/", first.body.id)).toHaveLength(1);
  await stack.bridge.refuse();
  expect(await postTip(stack, tip, key)).toEqual(first);
  expect(await postTip(stack, { ...tip, coversFee: true }, key)).toMatchObject({ status: 422 });
  await stack.bridge.recover();
  await sweep(2);
  expect(await postTip(stack, tip, key)).toEqual(first);
  expect(await tipsSaying(tip.message)).toEqual([{ id: first.body.id, status: "pending" }]);
});

test("a key answered that nothing was charged says the same from its copy while the database is down", async () => {
  const [tip, key] = [anyTip(), randomUUID()];
  await simulator.faults.add({ operation: "transaction.initialize", kind: "status", status: 503 });
  const first = await postTip(stack, tip, key);
  expect(first.status).toBe(503);
  const [{ id } = { id: "" }] = await tipsSaying(tip.message);
  await expect.poll(() => objectsSaying("answers/", id)).toHaveLength(1);
  await stack.bridge.refuse();
  const again = await postTip(stack, tip, key);
  expect({ ...again.body, request_id: "" }).toEqual({ ...first.body, request_id: "" });
});

test("a key answered from the spool gets the same answer from the database before the sweep: no second tip lives", async () => {
  const [tip, key] = [anyTip(), randomUUID()];
  await stack.bridge.refuse();
  const first = await postTip(stack, tip, key);
  expect(first.status).toBe(201);
  const spooled = await takeFromSpool(first.body.id);
  await stack.bridge.recover();
  await files.put(spooled.key, spooled.text);

  expect(await postTip(stack, tip, key)).toEqual(first);
  expect(await postTip(stack, tip, key)).toEqual(first);
  expect((await tipsSaying(tip.message)).map(({ status }) => status)).toEqual(["failed"]);

  await simulator.pay(first.body.id);
  await sweep(2);
  await sweep(5);
  expect(await postTip(stack, tip, key)).toEqual(first);
  const tips = await tipsSaying(tip.message);
  expect(tips.map(({ status }) => status).sort()).toEqual(["failed", "succeeded"]);
  expect(tips.find(({ status }) => status === "succeeded")?.id).toBe(first.body.id);
  expect(await bookedTo(first.body.id)).toBe(1);
});

test("a key used in the spool for another tip is refused by the database too", async () => {
  const [tip, key] = [anyTip(), randomUUID()];
  await stack.bridge.refuse();
  const first = await postTip(stack, tip, key);
  const spooled = await takeFromSpool(first.body.id);
  await stack.bridge.recover();
  await files.put(spooled.key, spooled.text);
  expect(await postTip(stack, { ...tip, coversFee: true }, key)).toMatchObject({
    status: 422,
    body: { code: "IDEMPOTENCY_KEY_REUSED" },
  });
  await sweep(2);
  expect((await tipsSaying(tip.message)).filter(({ status }) => status === "pending")).toMatchObject([
    { id: first.body.id },
  ]);
});

/** Takes a tip out of the spool, where a wake-up still on its way cannot bring it into the books. */
async function takeFromSpool(tipId: string): Promise<{ key: string; text: string }> {
  const [object = { key: "", text: "{}" }] = await objectsSaying("spool/intents/", tipId);
  expect((JSON.parse(object.text) as TakenIntent).answer?.status).toBe("pending");
  await files.delete(object.key);
  return object;
}
