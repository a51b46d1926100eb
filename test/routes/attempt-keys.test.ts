import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { NO_LIMITS } from "#test/factories/tips.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const NO_KEY = "0".repeat(32);

let stack: Stack;
let token: string;

beforeAll(async () => {
  stack = await startTestStack({ vars: NO_LIMITS });
  token = stack.demo?.organisations[0]?.guards[0]?.token ?? "";
});
afterAll(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  await stack?.stop();
});

const keyIn = (html: string) => /<input[^>]*name="attempt"[^>]*\bvalue="([^"]*)"/.exec(html)?.[1] ?? "";

async function open(path: string): Promise<{ status: number; key: string }> {
  const response = await fetch(stack.url + path, { redirect: "manual" });
  return { status: response.status, key: keyIn(await response.text()) };
}

/** Sends the page's form as a browser without scripts does. */
async function send(attempt: string, amount = "50000") {
  const form = new URLSearchParams({ token, attempt, currency: "NGN", amount });
  const response = await fetch(`${stack.url}/tips`, { method: "POST", body: form, redirect: "manual" });
  return { status: response.status, key: keyIn(await response.text()) };
}

async function countTips(): Promise<number> {
  return (await rowsOf(stack.database.ownerUrl, "select id from tips")).length;
}

describe("a guard's page", () => {
  test.each<[string, (token: string) => string]>([
    ["as its code is printed", (token) => `/g/${token}`],
    ["with a slash at its end", (token) => `/g/${token}/`],
    ["with a letter of the path escaped", (token) => `/%67/${token}`],
    ["with a letter of its code escaped", (token) => `/g/%${token.charCodeAt(0).toString(16)}${token.slice(1)}`],
    ["with two slashes", (token) => `/g//${token}`],
    ["in capitals", (token) => `/G/${token}`],
    ["in small letters, from a poster", (token) => `/g/${token.toLowerCase()}?utm=poster`],
    ["as the framework asks for data", (token) => `/g/${token}?_data=routes%2Fg.%24token`],
  ])("(%s) has an attempt key of its own in every answer, or is no page", async (_, path) => {
    const answers = [await open(path(token)), await open(path(token)), await open(path(token))];
    const keys = answers.filter(({ status }) => status === 200).map(({ key }) => key);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(keys).not.toContain(NO_KEY);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { status } of answers) expect([200, 301, 308, 404]).toContain(status);
  });

  test("opened at such an address gives a tip of its own to each patron who chooses the same", async () => {
    const before = await countTips();
    const keys = [(await open(`/g/${token}/`)).key, (await open(`/%67/${token}`)).key];
    for (const key of keys) expect((await send(key)).status).toBe(303);
    expect(await countTips()).toBe(before + 2);
  });

  test("is answered to a HEAD request as to a GET, without its body", async () => {
    const response = await fetch(`${stack.url}/g/${token}`, { method: "HEAD" });
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: "" });
  });
});

describe("a form", () => {
  test.each([
    ["the page's placeholder", NO_KEY],
    ["zeros of any number", "000"],
    ["nothing", ""],
  ])("whose attempt is %s starts no tip: the page comes back with a key of its own", async (_, attempt) => {
    const before = await countTips();
    const [first, second] = [await send(attempt), await send(attempt)];
    for (const { status, key } of [first, second]) {
      expect(status).toBe(400);
      expect(key).toMatch(/^[0-9A-Za-z]{32}$/);
      expect(key).not.toBe(NO_KEY);
    }
    expect(first.key).not.toBe(second.key);
    expect(await countTips()).toBe(before);
    expect((await send(first.key)).status).toBe(303);
  });

  test("sent twice at once starts one tip, and sent with another choice starts another", async () => {
    const { key } = await open(`/g/${token}`);
    const before = await countTips();
    const answers = await Promise.all([send(key), send(key), send(key)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await countTips()).toBe(before + 1);
    expect((await send(key, "100000")).status).toBe(303);
    expect(await countTips()).toBe(before + 2);
  });
});
