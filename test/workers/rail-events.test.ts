import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRailEvent } from "#app/domain/payments/index.ts";
import { checkBooks } from "#db/check.ts";
import { chargeEvent, railEvent } from "#test/factories/rail-events.ts";
import { NO_LIMITS, postTip, tipFor } from "#test/factories/tips.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { simulatorClient } from "#test/simulators/paystack/index.ts";

const QUEUE = "asante-rail-events";
const MINUTE_MS = 60_000;

let stack: Stack;
let books: pg.Pool;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
});

afterEach(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

/** Records an event as the webhook's door does, and loses the message that would wake the consumer. */
async function record(body: string): Promise<string> {
  const ctx = workerContext({ database: stack.database, bridgeUrl: stack.bridge.url, paystack: stack.paystack });
  await createRailEvent(ctx, ctx.rails.paystack, new TextEncoder().encode(body));
  const { rows } = await books.query<{ id: string }>("select id from rail_events where body = $1", [body]);
  return rows[0]?.id ?? "";
}

async function statusOf(eventId: string) {
  const { rows } = await books.query<{ status: string; note: string | null; attempts: number; due: boolean }>(
    "select status, note, attempts, next_check_at is not null as due from rail_events where id = $1",
    [eventId],
  );
  return rows[0];
}

let railIds = 9_000_000;
async function tipWithCharge(id = ++railIds) {
  const { body } = await postTip(stack, tipFor(stack));
  return {
    tipId: body.id,
    event: chargeEvent({ id, reference: body.id, amount: 50_000, currency: "NGN", fees: 750 }),
    railId: id,
  };
}

function wake(bodies: unknown[], attempts = 1) {
  const messages = bodies.map((body, i) => ({ id: `message-${i}`, timestamp: new Date(), attempts, body }));
  return stack.worker.dispatchQueue(QUEUE, messages);
}

const railWake = (id: string) => ({ kind: "rail_event", id });
const sweep = (aheadMs: number) => stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + aheadMs));

/** What the sweeper may still see of an event when it may not read what the event says. */
const COLUMNS_BUT_BODY = "id, rail, reference, status, note, attempts, next_check_at, received_at, settled_at";

async function tipStatus(tipId: string): Promise<string | undefined> {
  const { rows } = await books.query<{ status: string }>("select status from tips where id = $1", [tipId]);
  return rows[0]?.status;
}

const undelivered = async (subject: string) =>
  (await books.query("select from outbox where subject = $1 and next_attempt_at is not null", [subject])).rowCount;

describe("the consumer", () => {
  test("acknowledges each message by its own result: a poison event holds up no other and is marked stuck with an alert", async () => {
    const [first, second, third] = [await tipWithCharge(), await tipWithCharge(), await tipWithCharge()];
    const booked = await record(first.event);
    expect((await wake([railWake(booked)])).explicitAcks).toEqual(["message-0"]);

    const sameCharge = chargeEvent({
      id: first.railId,
      reference: second.tipId,
      amount: 50_000,
      currency: "NGN",
      fees: 750,
    });
    const poison = await record(sameCharge);
    const good = await record(third.event);
    const answer = await wake([
      railWake(poison),
      railWake(good),
      railWake("evt-unknown"),
      { kind: "unheard-of" },
      null,
      "text",
      railWake(good),
    ]);
    expect(answer.explicitAcks.sort()).toEqual([
      "message-1",
      "message-2",
      "message-3",
      "message-4",
      "message-5",
      "message-6",
    ]);
    expect(answer.retryMessages).toMatchObject([{ msgId: "message-0", delaySeconds: 5 }]);

    expect(await statusOf(good)).toMatchObject({ status: "applied", note: "booked" });
    expect(await statusOf(poison)).toMatchObject({ status: "stuck", attempts: 1, due: true });
    expect((await statusOf(poison))?.note).toContain("payments_rail_transaction_once");
    const alert = await books.query("select from alerts where kind = 'rail_event.stuck' and subject = $1", [poison]);
    expect(alert.rowCount).toBe(1);
  });

  test("tries a stuck event again on a ladder that ends, and raises its alert once", async () => {
    const [first, second] = [await tipWithCharge(), await tipWithCharge()];
    await wake([railWake(await record(first.event))]);
    const poison = await record(
      chargeEvent({ id: first.railId, reference: second.tipId, amount: 50_000, currency: "NGN", fees: 750 }),
    );
    for (let attempt = 0; attempt < 8; attempt++) await sweep((attempt + 1) * 8 * 60 * MINUTE_MS);
    expect(await statusOf(poison)).toMatchObject({ status: "stuck", due: false });
    const alerts = await books.query("select from alerts where subject = $1", [poison]);
    expect(alerts.rowCount).toBe(1);
  });

  test("asks for everything again while the database is down, later with every attempt, and loses nothing", async () => {
    const { event } = await tipWithCharge();
    const id = await record(event);
    await stack.bridge.refuse();
    try {
      const first = await wake([railWake(id), { kind: "unheard-of" }]);
      expect(first.explicitAcks).toEqual(["message-1"]);
      expect(first.retryMessages).toMatchObject([{ msgId: "message-0", delaySeconds: 5 }]);
      const fourth = await wake([railWake(id)], 4);
      expect(fourth.retryMessages).toMatchObject([{ delaySeconds: 320 }]);
    } finally {
      await stack.bridge.recover();
    }
    expect((await wake([railWake(id)])).explicitAcks).toEqual(["message-0"]);
    expect(await statusOf(id)).toMatchObject({ status: "applied", note: "booked" });
  });

  test("books a batch of a hundred events, each delivered twice in any order, once each", async () => {
    const tips = await Promise.all(Array.from({ length: 100 }, () => tipWithCharge()));
    const ids = await Promise.all(tips.map(({ event }) => record(event)));
    const shuffled = [...ids, ...ids].sort(() => (randomUUID() < "8" ? -1 : 1));
    await Promise.all([wake(shuffled.slice(0, 100).map(railWake)), wake(shuffled.slice(100).map(railWake))]);
    await sweep(30_000);
    const { rows } = await books.query<{ tips: number; postings: number }>(
      `select count(distinct reference)::int as tips, count(*)::int as postings from ledger_transfers
       where kind = 'tip_gross' and reference = any($1)`,
      [tips.map(({ tipId }) => tipId)],
    );
    expect(rows).toEqual([{ tips: 100, postings: 100 }]);
  });
});

describe("the sweeper", () => {
  test("finishes everything when every message was lost", async () => {
    const { event } = await tipWithCharge();
    const ids = [await record(event), await record(railEvent("invoice.create", { id: randomUUID() }))];
    await sweep(5_000);
    expect(await statusOf(ids[0] ?? "")).toMatchObject({ status: "received" });
    await sweep(30_000);
    expect(await statusOf(ids[0] ?? "")).toMatchObject({ status: "applied", note: "booked", due: false });
    expect(await statusOf(ids[1] ?? "")).toMatchObject({ status: "not_handled", due: false });
  });

  test("keeps on with the other parts when one of them fails, and says that it failed", async () => {
    const simulator = simulatorClient(stack.paystack.url);
    await simulator.webhooks.policy({ mode: "drop" });
    const [told, untold] = [await tipWithCharge(), await tipWithCharge()];
    await simulator.pay(untold.tipId);
    const id = await record(told.event);
    await books.query("revoke select on rail_events from asante_app");
    await books.query(`grant select (${COLUMNS_BUT_BODY}) on rail_events to asante_app`);
    try {
      expect((await sweep(MINUTE_MS)).outcome).not.toBe("ok");
      expect(await tipStatus(untold.tipId)).toBe("succeeded");
      expect(await undelivered(untold.tipId)).toBe(0);
      expect(await statusOf(id)).toMatchObject({ status: "received", due: true });
    } finally {
      await books.query(`revoke select (${COLUMNS_BUT_BODY}) on rail_events from asante_app`);
      await books.query("grant select on rail_events to asante_app");
    }
    expect((await sweep(MINUTE_MS)).outcome).toBe("ok");
    expect(await statusOf(id)).toMatchObject({ status: "applied", note: "booked" });
  });

  test("books although what it announced cannot be delivered, delivers it later, and says that it failed", async () => {
    const { event, tipId } = await tipWithCharge();
    const id = await record(event);
    await books.query("revoke select on outbox from asante_app");
    try {
      expect((await sweep(30_000)).outcome).not.toBe("ok");
      expect(await statusOf(id)).toMatchObject({ status: "applied", note: "booked" });
      expect(await undelivered(tipId)).toBe(1);
    } finally {
      await books.query("grant select on outbox to asante_app");
    }
    expect((await sweep(31_000)).outcome).toBe("ok");
    expect(await undelivered(tipId)).toBe(0);
  });

  test("hands what was announced to its subscribers once, and leaves what it does not know for a later release", async () => {
    const { event, tipId } = await tipWithCharge();
    await record(event);
    await books.query(
      "insert into outbox (organisation_id, event, subject, next_attempt_at) values ('org-demo-lagos', 'tip.framed', $1, now())",
      [tipId],
    );
    await sweep(30_000);
    await sweep(31_000);
    const { rows } = await books.query(
      "select event, attempts, next_attempt_at is null as done from outbox where subject = $1 order by event",
      [tipId],
    );
    expect(rows).toEqual([
      { event: "tip.framed", attempts: 1, done: false },
      { event: "tip.paid", attempts: 1, done: true },
    ]);
  });
});

describe("dead letters", () => {
  test("are kept with what they said, acknowledged, and raise one alert a day", async () => {
    const bodies = [railWake("evt-dead"), null, { kind: "spool" }];
    const send = (body: unknown, i: number) => ({ id: `dead-${i}`, timestamp: new Date(), attempts: 6, body });
    const answer = await stack.worker.dispatchQueue(`${QUEUE}-dead`, bodies.map(send));
    expect(answer).toMatchObject({ outcome: "ok", ackAll: true });
    await stack.worker.dispatchQueue(`${QUEUE}-dead`, [send(railWake("evt-dead-too"), 9)]);
    const { rows } = await books.query<{ body: unknown }>("select body from dead_letters order by received_at, id");
    expect(rows).toHaveLength(4);
    expect(rows.map(({ body }) => body)).toEqual(
      expect.arrayContaining([railWake("evt-dead"), null, { kind: "spool" }]),
    );
    expect((await books.query("select from alerts where kind = 'queue.dead_letter'")).rowCount).toBe(1);
  });

  test("are not acknowledged before they are kept", async () => {
    await stack.bridge.refuse();
    try {
      const message = { id: "dead-late", timestamp: new Date(), attempts: 6, body: null };
      const answer = await stack.worker.dispatchQueue(`${QUEUE}-dead`, [message]);
      expect({ ackAll: answer.ackAll, acks: answer.explicitAcks }).toEqual({ ackAll: false, acks: [] });
      expect(answer.outcome).not.toBe("ok");
    } finally {
      await stack.bridge.recover();
    }
  });
});

test("the ten-minute schedule writes an edge copy of every active code, and no schedule is unknown", async () => {
  expect(await stack.worker.dispatchScheduled("*/10 * * * *")).toMatchObject({ outcome: "ok" });
  const files = await stack.worker.miniflare.getR2Bucket("FILES");
  const { objects } = await files.list({ prefix: "snapshots/" });
  const codes = stack.demo?.organisations.flatMap(({ guards }) => guards) ?? [];
  expect(objects.map(({ key }) => key).sort()).toEqual(codes.map(({ token }) => `snapshots/${token}.json`).sort());
  expect((await stack.worker.dispatchScheduled("1 2 3 4 5")).outcome).not.toBe("ok");
});
