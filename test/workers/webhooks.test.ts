import { Hono } from "hono";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { checkBooks } from "#db/check.ts";
import { chargeEvent, deliverEvent, railEvent } from "#test/factories/rail-events.ts";
import { NO_LIMITS, postTip, tipFor } from "#test/factories/tips.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { signBody } from "#test/simulators/paystack/index.ts";
import { problemResponse } from "#workers/http/middleware/problem.ts";
import { receivePaystackEvent } from "#workers/http/webhooks/paystack.ts";

const KEY_BEFORE_ROTATION = "sk_test_before_the_rotation";
const LIMIT_BYTES = 64 * 1024;

let stack: Stack;
let books: pg.Pool;

beforeAll(async () => {
  const vars = { ...NO_LIMITS, PAYSTACK_PREVIOUS_SECRET_KEY: KEY_BEFORE_ROTATION };
  stack = await startTestStack({ vars, onLog: () => undefined });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

interface EventRow {
  id: string;
  event: string;
  status: string;
  note: string | null;
  body: string;
}

async function inbox(objectId: string): Promise<EventRow[]> {
  const { rows } = await books.query<EventRow>("select * from rail_events where object_id = $1 order by id", [
    objectId,
  ]);
  return rows;
}

/** Runs the sweeper as if the wake-up messages of now were lost long ago. */
async function sweep(): Promise<void> {
  const { outcome } = await stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + 30_000));
  expect(outcome).toBe("ok");
}

describe("the signature", () => {
  const body = (id: string) => railEvent("transfer.success", { id });

  test("of the raw bytes is all that opens the door: exactly 200, and nothing is said", async () => {
    const raw = `{ "data" : {"id":"spaced"},\n"event":"transfer.success" }`;
    const response = await fetch(`${stack.url}/webhooks/paystack`, {
      method: "POST",
      headers: { "x-paystack-signature": signBody(raw, stack.paystack.secretKey) },
      body: raw,
    });
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: "" });
    expect((await inbox("spaced")).map((row) => row.body)).toEqual([raw]);
  });

  test("of the key before a rotation still counts, and that of any other key does not", async () => {
    expect(
      await deliverEvent(stack, body("old-key"), { signature: signBody(body("old-key"), KEY_BEFORE_ROTATION) }),
    ).toBe(200);
    expect(await deliverEvent(stack, body("no-key"), { signature: signBody(body("no-key"), "sk_test_other") })).toBe(
      401,
    );
    expect(await inbox("old-key")).toHaveLength(1);
    expect(await inbox("no-key")).toHaveLength(0);
  });

  test.each([
    ["is missing", null],
    ["is empty", ""],
    ["is no hex", "x".repeat(128)],
    [
      "is that of other bytes",
      signBody(`${railEvent("transfer.success", { id: "refused" })} `, "sk_test_simulator_0123456789"),
    ],
  ])("that %s is answered 401, and nothing is recorded", async (_, signature) => {
    expect(await deliverEvent(stack, body("refused"), { signature })).toBe(401);
    expect(await inbox("refused")).toEqual([]);
  });
});

describe("the door", () => {
  test.each(["GET", "PUT", "DELETE", "PATCH"])("answers %s with 405", async (method) => {
    expect(await deliverEvent(stack, "{}", { method })).toBe(405);
  });

  test("takes 64 KB and not a byte more", async () => {
    const whole = railEvent("transfer.success", { id: "large", filler: "" });
    const filled = (bytes: number) => whole.replace('"filler":""', `"filler":"${"x".repeat(bytes - whole.length)}"`);
    expect(await deliverEvent(stack, filled(LIMIT_BYTES))).toBe(200);
    expect(await deliverEvent(stack, filled(LIMIT_BYTES + 1))).toBe(413);
    expect(await inbox("large")).toHaveLength(1);
  });
});

describe("a signed body is never lost", () => {
  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ["that is not JSON", "not json at all"],
    ["that is empty", ""],
    ["that is JSON but no event", '["charge.success"]'],
    ["of bytes that are no UTF-8", new Uint8Array([0xff, 0xfe, 0x00, 0x7b])],
    ["that is a charge without an amount", railEvent("charge.success", { id: "unreadable-charge", status: "success" })],
    ["whose names a database cannot hold", railEvent("pay\u0000ment\ud800", { id: "\u0000", reference: "\udfff" })],
  ])("%s: it is recorded once, set aside and an alert is raised, or it is named and not handled", async (_, body) => {
    const before = await count("rail_events");
    expect(await deliverEvent(stack, body)).toBe(200);
    expect(await deliverEvent(stack, body)).toBe(200);
    expect(await count("rail_events")).toBe(before + 1);
    await sweep();
    const { rows } = await books.query<EventRow>(
      "select * from rail_events order by received_at desc, id desc limit 1",
    );
    expect(["suspended", "not_handled"]).toContain(rows[0]?.status);
    const alerts = await books.query("select from alerts where kind = 'rail_event.unreadable' and subject = $1", [
      rows[0]?.id,
    ]);
    expect(alerts.rowCount).toBe(rows[0]?.status === "suspended" ? 1 : 0);
  });

  test.each([
    ...["customeridentification.success", "invoice.create"],
    ...["bank.transfer.rejected", "subscription.expiring_cards", "invoice.update", "something.invented"],
  ])("and %s, which nothing reacts to yet, is named as not handled", async (name) => {
    expect(await deliverEvent(stack, railEvent(name, { id: `id-${name}` }))).toBe(200);
    await sweep();
    expect(await inbox(`id-${name}`)).toMatchObject([{ event: name, status: "not_handled" }]);
  });
});

test("an event delivered ten times at once is one row, and its tip is booked once", async () => {
  const { body: tip } = await postTip(stack, tipFor(stack));
  const charge = { id: 5_000_001, reference: tip.id, amount: 50_000, currency: "NGN", fees: 750 };
  const event = chargeEvent(charge);
  expect(await Promise.all(Array.from({ length: 10 }, () => deliverEvent(stack, event)))).toEqual(Array(10).fill(200));
  await sweep();
  expect(await inbox("5000001")).toMatchObject([{ status: "applied", note: "booked" }]);
  const posted = await books.query("select from ledger_transfers where reference = $1 and kind = 'tip_gross'", [
    tip.id,
  ]);
  expect(posted.rowCount).toBe(1);
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

test("with the database down an event is kept in object storage, answered 200, and booked after recovery", async () => {
  const { body: tip } = await postTip(stack, tipFor(stack));
  const event = chargeEvent({ id: 5_000_002, reference: tip.id, amount: 50_000, currency: "NGN", fees: 750 });
  await stack.bridge.refuse();
  try {
    expect(await deliverEvent(stack, event)).toBe(200);
    expect(await deliverEvent(stack, event)).toBe(200);
    const files = await stack.worker.miniflare.getR2Bucket("FILES");
    expect((await files.list({ prefix: "spool/events/" })).objects).toHaveLength(1);
  } finally {
    await stack.bridge.recover();
  }
  await sweep();
  expect(await inbox("5000002")).toMatchObject([{ status: "applied", note: "booked" }]);
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

test("whatever keeps an event out of the inbox, it is kept in object storage, answered 200, and booked later", async () => {
  const { body: tip } = await postTip(stack, tipFor(stack));
  const event = chargeEvent({ id: 5_000_003, reference: tip.id, amount: 50_000, currency: "NGN", fees: 750 });
  const files = await stack.worker.miniflare.getR2Bucket("FILES");
  const errors: string[] = [];
  const send = doorWithout({ files, errors });
  await books.query("revoke insert on rail_events from asante_app");
  try {
    expect([(await send(event)).status, (await send(event)).status]).toEqual([200, 200]);
    expect((await files.list({ prefix: "spool/events/" })).objects).toHaveLength(1);
    expect(errors).toContain("rail_event.not_recorded");
  } finally {
    await books.query("grant insert on rail_events to asante_app");
  }
  await sweep();
  expect(await inbox("5000003")).toMatchObject([{ status: "applied", note: "booked" }]);
  expect((await files.list({ prefix: "spool" })).objects).toEqual([]);
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

test("with the database and object storage down it is answered 503, so that Paystack sends it again", async () => {
  const { bridge } = stack;
  const send = doorWithout();
  const body = railEvent("transfer.success", { id: "twice-down" });
  await bridge.refuse();
  try {
    const response = await send(body);
    expect({ status: response.status, retryAfter: response.headers.get("retry-after") }).toEqual({
      status: 503,
      retryAfter: "60",
    });
  } finally {
    await bridge.recover();
  }
  expect((await send(body)).status).toBe(200);
  expect(await inbox("twice-down")).toHaveLength(1);
});

/** The webhook's door outside of the Worker: nothing is woken, and without `files` object storage is down. */
function doorWithout({ files, errors = [] }: { files?: unknown; errors?: string[] } = {}) {
  const { database, bridge, paystack } = stack;
  const ctx = workerContext({ database, bridgeUrl: bridge.url, paystack, files, errors });
  const door = new Hono<{ Variables: { ctx: Ctx } }>();
  door.use(async (c, next) => {
    c.set("ctx", ctx);
    await next();
  });
  door.post("/", (c) => receivePaystackEvent(c as unknown as Parameters<typeof receivePaystackEvent>[0]));
  door.onError((error) => problemResponse(error, ctx));
  return async (body: string) => {
    const headers = { "x-paystack-signature": signBody(body, paystack.secretKey) };
    return door.request("/", { method: "POST", headers, body });
  };
}

async function count(table: string): Promise<number> {
  const { rows } = await books.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? 0;
}
