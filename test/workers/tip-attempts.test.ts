import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { NO_LIMITS, postTip, tipFor } from "#test/factories/tips.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type FaultKind, type SimulatorClient, simulatorClient } from "#test/simulators/paystack/index.ts";

const MINUTE_MS = 60_000;

let stack: Stack;
let simulator: SimulatorClient;
let books: pg.Pool;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS, onLog: () => undefined });
  simulator = simulatorClient(stack.paystack.url);
  await simulator.webhooks.policy({ mode: "drop" });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
});

afterEach(async () => {
  await simulator.faults.clear();
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
});

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

async function newestTip() {
  const { rows } = await books.query<{ id: string; status: string }>(
    "select id, status from tips order by id desc limit 1",
  );
  return rows[0] ?? { id: "", status: "" };
}

async function statusOf(id: string): Promise<string | undefined> {
  const { rows } = await books.query<{ status: string }>("select status from tips where id = $1", [id]);
  return rows[0]?.status;
}

const postings = async (id: string) =>
  (await books.query("select from ledger_transfers where reference = $1", [id])).rowCount;
const sweep = (aheadMs: number) => stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + aheadMs));

describe("an Idempotency-Key", () => {
  test("is demanded, and must be printable", async () => {
    expect(await postTip(stack, tipFor(stack), null)).toMatchObject({
      status: 400,
      body: { code: "IDEMPOTENCY_KEY_MISSING" },
    });
    for (const key of ["with space", "x".repeat(256)]) {
      expect(await postTip(stack, tipFor(stack), key)).toMatchObject({
        status: 400,
        body: { code: "IDEMPOTENCY_KEY_INVALID" },
      });
    }
  });

  test("gets the same answer for ever, quoted or not, also after its tip was paid", async () => {
    const key = randomUUID();
    const first = await postTip(stack, tipFor(stack), key);
    expect(first.status).toBe(201);
    expect(await postTip(stack, tipFor(stack), key)).toEqual(first);
    expect(await postTip(stack, tipFor(stack), `"${key}"`)).toEqual(first);
    await simulator.pay(first.body.id);
    await sweep(MINUTE_MS);
    expect(await statusOf(first.body.id)).toBe("succeeded");
    expect(await postTip(stack, tipFor(stack), key)).toEqual(first);
  });

  test("with another body is refused with 422, and starts nothing", async () => {
    const key = randomUUID();
    const first = await postTip(stack, tipFor(stack), key);
    for (const change of [
      { amountMinor: 50_100n },
      { coversFee: true },
      { message: "Thanks" },
      { token: tipFor(stack, 0, 1).token },
    ]) {
      const second = await postTip(stack, { ...tipFor(stack), ...change }, key);
      expect(second).toMatchObject({ status: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
    }
    expect(await newestTip()).toMatchObject({ id: first.body.id });
  });

  test("that is still being worked on is answered 409, and later with the first one's answer", async () => {
    const key = randomUUID();
    const before = await newestTip();
    await simulator.faults.add({ operation: "transaction.initialize", kind: "delay_ms", delayMs: 1_000 });
    const first = postTip(stack, tipFor(stack), key);
    await expect.poll(async () => (await newestTip()).id).not.toBe(before.id);
    expect(await postTip(stack, tipFor(stack), key)).toMatchObject({
      status: 409,
      body: { code: "REQUEST_IN_PROGRESS" },
    });
    const answer = await first;
    expect(answer.status).toBe(201);
    expect(await postTip(stack, tipFor(stack), key)).toEqual(answer);
  });

  test("asked for twenty times at once is one tip", async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => postTip(stack, tipFor(stack), key)));
    const started = answers.filter(({ status }) => status === 201);
    expect(new Set(started.map(({ body }) => body.id)).size).toBe(1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
  });

  test("that was refused for its input may be used again: nothing was started under it", async () => {
    const key = randomUUID();
    expect((await postTip(stack, { ...tipFor(stack), amountMinor: 1n }, key)).status).toBe(400);
    expect((await postTip(stack, tipFor(stack), key)).status).toBe(201);
  });
});

describe("when Paystack does not open a checkout", () => {
  test.each<[string, { kind: FaultKind; status?: number }[]]>([
    ["answers 500", [{ kind: "status", status: 500 }]],
    ["answers 429", [{ kind: "status", status: 429 }]],
    ["refuses with 400", [{ kind: "status", status: 400 }]],
    ["breaks off in the middle", [{ kind: "truncated_json" }]],
    ["never answers, whether it accepted the call or not", [{ kind: "timeout_before" }, { kind: "timeout_after" }]],
  ])("(it %s) the answer is an honest 503, the same on every replay, and nothing is charged", async (_, faults) => {
    await simulator.faults.add(...faults.map((fault) => ({ operation: "transaction.initialize" as const, ...fault })));
    await Promise.all(
      faults.map(async () => {
        const [key, message] = [randomUUID(), randomUUID()];
        const first = await postTip(stack, { ...tipFor(stack), message }, key);
        expect(first).toMatchObject({ status: 503, body: { code: "RAIL_UNAVAILABLE" } });
        expect(first.body.detail).toContain("Nothing was charged");
        const { rows } = await books.query<{ id: string; status: string }>(
          "select id, status from tips where message = $1",
          [message],
        );
        expect(rows).toMatchObject([{ status: "failed" }]);
        const again = await postTip(stack, { ...tipFor(stack), message }, key);
        expect({ ...again.body, request_id: "" }).toEqual({ ...first.body, request_id: "" });
        expect((await simulator.bank(rows[0]?.id)).entries).toEqual([]);
        expect(await postings(rows[0]?.id ?? "")).toBe(0);
      }),
    );
  });

  test("and it turns out later that the charge was paid all the same, the tip is counted, once", async () => {
    await simulator.faults.add({ operation: "transaction.initialize", kind: "status", status: 500, when: "after" });
    expect((await postTip(stack, tipFor(stack))).status).toBe(503);
    const tip = await newestTip();
    expect(tip.status).toBe("failed");
    await simulator.pay(tip.id);
    await sweep(MINUTE_MS);
    await sweep(30 * MINUTE_MS);
    expect(await statusOf(tip.id)).toBe("succeeded");
    expect(await postings(tip.id)).toBe(2);
  });
});

describe("a request that died between its intent and its answer", () => {
  test("is answered by the sweeper: its key says that nothing was charged, and its tip is given up in the end", async () => {
    const key = randomUUID();
    const { body } = await postTip(stack, tipFor(stack), key);
    await forgetAnswer(body.id);
    expect(await postTip(stack, tipFor(stack), key)).toMatchObject({ status: 409 });
    for (const minutes of [1, 5, 20]) await sweep(minutes * MINUTE_MS);
    expect(await postTip(stack, tipFor(stack), key)).toMatchObject({ status: 503, body: { code: "RAIL_UNAVAILABLE" } });
    for (let day = 1; day < 5; day++) await sweep(day * 1_440 * MINUTE_MS);
    expect(await statusOf(body.id)).toBe("abandoned");
  });

  test.each([
    ["still running, for thirty seconds", 25, 409, "REQUEST_IN_PROGRESS"],
    ["one that charged nothing, from then on", 31, 503, "RAIL_UNAVAILABLE"],
  ])("is said to be %s", async (_, ageSeconds, status, code) => {
    const key = randomUUID();
    const { body } = await postTip(stack, tipFor(stack), key);
    await forgetAnswer(body.id);
    await books.query("update idempotency_keys set created_at = now() - make_interval(secs => $2) where tip_id = $1", [
      body.id,
      ageSeconds,
    ]);
    expect(await postTip(stack, tipFor(stack), key)).toMatchObject({ status, body: { code } });
    expect(await newestTip()).toMatchObject({ id: body.id });
  });

  test("though its checkout was paid is booked from what the rail gives back, with a receipt", async () => {
    const { body } = await postTip(stack, tipFor(stack));
    await forgetAnswer(body.id);
    await simulator.pay(body.id);
    await sweep(MINUTE_MS);
    expect(await statusOf(body.id)).toBe("succeeded");
    const { receipt_url } = (await (await fetch(`${stack.url}/tips/${body.id}`)).json()) as { receipt_url: string };
    expect((await fetch(receipt_url)).status).toBe(200);
  });
});

/** Puts a tip back to where the request that started it stood while it asked the rail. */
async function forgetAnswer(id: string): Promise<void> {
  await books.query("update idempotency_keys set answer = null, answered_at = null where tip_id = $1", [id]);
  await books.query("update payments set requested_minor = null, checkout_url = null where reference = $1", [id]);
  await books.query("update tips set status = 'initiated', charge_minor = null where id = $1", [id]);
  await books.query("insert into tip_history (tip_id, status, cause, at) values ($1, 'initiated', 'test', now())", [
    id,
  ]);
}
