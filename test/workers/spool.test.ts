import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRailEvent, type Intent } from "#app/domain/payments/index.ts";
import { checkBooks } from "#db/check.ts";
import { intentFor, takenIntent } from "#test/factories/intents.ts";
import { chargeEvent } from "#test/factories/rail-events.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

type Files = Awaited<ReturnType<Stack["worker"]["miniflare"]["getR2Bucket"]>>;

let stack: Stack;
let books: pg.Pool;
let files: Files;

beforeAll(async () => {
  stack = await startTestStack({ onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
  files = await stack.worker.miniflare.getR2Bucket("FILES");
});

beforeEach(async () => {
  for (const key of await keysUnder("spool")) await files.delete(key);
});

afterEach(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

async function keysUnder(prefix: string): Promise<string[]> {
  return (await files.list({ prefix })).objects.map(({ key }) => key).sort();
}

/** Puts an object into the spool without waking anyone. The name decides who comes first. */
async function spool(name: string, value: unknown): Promise<void> {
  await files.put(`spool/${name}.json`, typeof value === "string" ? value : JSON.stringify(value));
}

const sweep = () => stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + 30_000));

let railIds = 6_000_000;
const chargeOf = ({ tipId }: Intent) =>
  chargeEvent({ id: ++railIds, reference: tipId, amount: 50_000, currency: "NGN", fees: 750 });

/** A rail's event as the spool keeps it. */
function spooledEvent(intent: Intent, change: object = {}) {
  const id = `evt-${++railIds}`;
  const receivedAt = new Date(Date.now()).toISOString();
  const heading = { rail: "paystack", event: "charge.success", objectId: id, reference: intent.tipId };
  return { id, ...heading, bodySha256: id, body: chargeOf(intent), receivedAt, ...change };
}

async function statusesOf(...tipIds: string[]): Promise<string[]> {
  const { rows } = await books.query<{ status: string }>("select status from tips where id = any($1)", [tipIds]);
  return rows.map(({ status }) => status);
}

async function alertsAbout(subject: string): Promise<string[]> {
  const { rows } = await books.query<{ kind: string }>("select kind from alerts where subject = $1", [subject]);
  return rows.map(({ kind }) => kind);
}

describe("the spool is emptied", () => {
  test("of all its tips but the one that the database refuses, which steps aside as it is, with one alert", async () => {
    const [first, last] = [intentFor(stack), intentFor(stack)];
    const refused = takenIntent(intentFor(stack, { chargeMinor: "49999" }));
    await spool("intents/a", takenIntent(first));
    await spool("intents/b", refused);
    await spool("intents/c", takenIntent(last));
    expect((await sweep()).outcome).toBe("ok");
    await sweep();
    expect(await statusesOf(first.tipId, last.tipId)).toEqual(["pending", "pending"]);
    expect(await keysUnder("spool")).toEqual(["spool-refused/intents/b.json"]);
    expect(await (await files.get("spool-refused/intents/b.json"))?.json()).toEqual(refused);
    expect(await alertsAbout("spool-refused/intents/b.json")).toEqual(["spool.refused"]);
  });

  test("of all its events but the one that the database refuses, which steps aside with an alert", async () => {
    const [first, last] = [intentFor(stack), intentFor(stack)];
    await spool("intents/a", takenIntent(first));
    await spool("intents/b", takenIntent(last));
    await spool("events/a", spooledEvent(first));
    await spool("events/b", spooledEvent(first, { receivedAt: "not a time" }));
    await spool("events/c", spooledEvent(last));
    expect((await sweep()).outcome).toBe("ok");
    expect(await statusesOf(first.tipId, last.tipId)).toEqual(["succeeded", "succeeded"]);
    expect(await keysUnder("spool")).toEqual(["spool-refused/events/b.json"]);
    expect(await alertsAbout("spool-refused/events/b.json")).toEqual(["spool.refused"]);
  });

  test("though an object cannot be read: it holds up nothing, and waits for a person where it is", async () => {
    const intent = intentFor(stack);
    await spool("intents/a", "this is no JSON");
    await spool("events/a", "this is no JSON");
    await spool("intents/b", takenIntent(intent));
    await spool("events/b", spooledEvent(intent));
    expect((await sweep()).outcome).toBe("ok");
    expect(await statusesOf(intent.tipId)).toEqual(["succeeded"]);
    expect(await keysUnder("spool")).toEqual(["spool/events/a.json", "spool/intents/a.json"]);
  });

  test.each(["null", "{}", "[]", '"text"', '{"intent":null}'])(
    "though an object is %s and no record of ours: it steps aside, and holds up nothing",
    async (text) => {
      const intent = intentFor(stack);
      await spool("intents/a", text);
      await spool("events/a", text);
      await spool("intents/b", takenIntent(intent));
      await spool("events/b", spooledEvent(intent));
      expect((await sweep()).outcome).toBe("ok");
      expect(await statusesOf(intent.tipId)).toEqual(["succeeded"]);
      expect(await keysUnder("spool")).toEqual(["spool-refused/events/a.json", "spool-refused/intents/a.json"]);
    },
  );
});

test("an event in the same batch of wake-ups as the spool finds the tip that waited there", async () => {
  const intent = intentFor(stack);
  const ctx = workerContext({ database: stack.database, bridgeUrl: stack.bridge.url, paystack: stack.paystack });
  await createRailEvent(ctx, ctx.rails.paystack, new TextEncoder().encode(chargeOf(intent)));
  const { rows } = await books.query<{ id: string }>("select id from rail_events where reference = $1", [intent.tipId]);
  await spool("intents/a", takenIntent(intent));
  const bodies = [{ kind: "rail_event", id: rows[0]?.id }, { kind: "spool" }];
  const messages = bodies.map((body, i) => ({ id: `m-${i}`, timestamp: new Date(Date.now()), attempts: 1, body }));
  const answer = await stack.worker.dispatchQueue("asante-rail-events", messages);
  expect(answer.explicitAcks.sort()).toEqual(["m-0", "m-1"]);
  expect(await statusesOf(intent.tipId)).toEqual(["succeeded"]);
  const held = await books.query("select from ledger_transfers where kind = 'suspense' and reference = $1", [
    intent.tipId,
  ]);
  expect(held.rowCount).toBe(0);
});
