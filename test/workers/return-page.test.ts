import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId, systemRandomness } from "#app/core/ids.ts";
import { messagesFor } from "#app/messages/index.ts";
import { NO_LIMITS, postTip, tipFor } from "#test/factories/tips.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type SimulatorClient, simulatorClient } from "#test/simulators/paystack/index.ts";

const UNCOUNTED = 1_000_000;

let stack: Stack;
let simulator: SimulatorClient;
let books: pg.Pool;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS });
  simulator = simulatorClient(stack.paystack.url);
  await simulator.webhooks.policy({ mode: "drop" });
  books = new pg.Pool({ connectionString: stack.database.ownerUrl, max: 2 });
});

/** A fault that lets a million calls pass first counts them and strikes none. */
beforeEach(async () => {
  await simulator.faults.add({ operation: "transaction.verify", kind: "status", status: 503, skip: UNCOUNTED });
});
afterEach(() => simulator.faults.clear());

afterAll(async () => {
  await books?.end();
  await stack?.stop();
});

async function asked(): Promise<number> {
  const { faults } = await simulator.faults.list();
  return UNCOUNTED - (faults[0]?.skip ?? 0);
}

async function comeBack(id: string, address = "192.0.2.1") {
  const headers = { "cf-connecting-ip": address };
  const response = await fetch(`${stack.url}/return/${id}`, { redirect: "manual", headers });
  return { status: response.status, html: await response.text() };
}

const unknownTip = () => newId("tip", new Date(Date.now()), systemRandomness);
const { back } = messagesFor("en");

describe("a tip that we do not know", () => {
  test("is asked about, so many times a minute for one address and not once more, whatever ids it invents", async () => {
    const visits = (count: number, address: string) =>
      Promise.all(Array.from({ length: count }, () => comeBack(unknownTip(), address)));
    expect((await visits(1, "192.0.2.9"))[0]?.status).toBe(404);
    await visits(130, "192.0.2.9");
    expect(await asked()).toBe(120);
    const [refused] = await visits(1, "192.0.2.9");
    expect(await asked()).toBe(120);
    expect(refused?.html).toContain(back.unknown.title);
    expect((await visits(1, "192.0.2.10"))[0]?.status).toBe(404);
    expect(await asked()).toBe(121);
  });

  test("is asked about thirty times a minute at most, from however many addresses", async () => {
    const id = unknownTip();
    await Promise.all(Array.from({ length: 40 }, (_, i) => comeBack(id, `198.51.100.${i}`)));
    expect(await asked()).toBe(30);
  });

  test.each([
    ["a word", "nonsense"],
    ["one character less", `tip-${"0".repeat(25)}`],
    ["one character more", `tip-${"0".repeat(27)}`],
    ["a letter that ids have not", `tip-${"0".repeat(25)}u`],
    ["capitals", `TIP-${"0".repeat(26)}`],
    ["another prefix", `evt-${"0".repeat(26)}`],
    ["a NUL", `tip-${"0".repeat(26)}%00`],
    ["a path of the rail's", "..%2Fbalance"],
  ])("and whose id has %s is unknown to us at once: nobody is asked", async (_, id) => {
    const { status, html } = await comeBack(id);
    expect(status).toBe(404);
    expect(html).toContain(back.notFound.title);
    expect(await asked()).toBe(0);
  });
});

describe("a tip whose checkout never came to be", () => {
  test.each([
    ["being checked while its first minute lasts", 20, back.checking.title],
    ["not finished, with a way back to the guard, once it is older than a minute", 61, back.notFinished.title],
  ])("is said to be %s", async (_, ageSeconds, title) => {
    const request = tipFor(stack);
    const { body } = await postTip(stack, request);
    await cutOff(body.id, ageSeconds);
    const { status, html } = await comeBack(body.id);
    expect(status).toBe(200);
    expect(html).toContain(title);
    const isOver = title === back.notFinished.title;
    expect(html.includes(`href="/g/${request.token}"`)).toBe(isOver);
    expect(html.includes("/checkout/")).toBe(false);
  });
});

/** Puts a tip back to where its request stood when it was cut off, so many seconds ago. */
async function cutOff(id: string, ageSeconds: number): Promise<void> {
  await books.query(
    `with tip as (
       update tips set status = 'initiated', charge_minor = null, created_at = now() - make_interval(secs => $2)
       where id = $1
     )
     update payments set requested_minor = null, checkout_url = null where reference = $1`,
    [id, ageSeconds],
  );
}
