import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

let stack: Stack;
let token: string;

beforeAll(async () => {
  const generous = { TIPS_PER_ADDRESS_PER_MINUTE: "10000", TIPS_PER_CODE_PER_MINUTE: "10000" };
  stack = await startTestStack({ vars: generous });
  token = stack.demo?.organisations[0]?.guards[0]?.token ?? "";
});
afterAll(async () => {
  expect(await rowsOf(stack.database.ownerUrl, "select id from tips")).toEqual([]);
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  await stack?.stop();
});

interface Problem {
  status: number;
  code: string;
  fields: string[];
}

let keys = 0;
const freshKey = () => `bad-input-${keys++}`;

async function postJson(body: BodyInit, headers: Record<string, string> = {}): Promise<Problem> {
  const response = await fetch(`${stack.url}/tips`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": freshKey(), ...headers },
    body,
  });
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const problem = (await response.json()) as { code: string; request_id: string; errors?: { field: string }[] };
  expect(problem.request_id).toMatch(/^req-/);
  return { status: response.status, code: problem.code, fields: (problem.errors ?? []).map(({ field }) => field) };
}

const tip = (change: object = {}) => JSON.stringify({ token, amount: { minor: "100000", currency: "NGN" }, ...change });
const amount = (minor: unknown) => tip({ amount: { minor, currency: "NGN" } });

describe("the API names the field that is wrong, and starts nothing", () => {
  test.each<[string, () => string, string]>([
    ["a negative amount", () => amount("-100000"), "amount.minor"],
    ["zero", () => amount("0"), "amount.minor"],
    ["a fractional amount", () => amount("1000.5"), "amount.minor"],
    ["an amount as a number", () => amount(100_000), "amount.minor"],
    ["an amount of 2^53", () => amount(String(2n ** 53n)), "amount.minor"],
    ["an amount of a hundred digits", () => amount("9".repeat(100)), "amount.minor"],
    ["an amount in words", () => amount("lots"), "amount.minor"],
    ["an amount in exponents", () => amount("1e6"), "amount.minor"],
    ["an amount below what the organisation takes", () => amount("1"), "amount"],
    ["an amount above what the organisation takes", () => amount("900000000"), "amount"],
    ["no amount", () => JSON.stringify({ token }), "amount"],
    ["a currency nobody has", () => tip({ amount: { minor: "100000", currency: "XXX" } }), "amount.currency"],
    ["another organisation's currency", () => tip({ amount: { minor: "100000", currency: "KES" } }), "currency"],
    ["no token", () => JSON.stringify({ amount: { minor: "100000", currency: "NGN" } }), "token"],
    ["a token that is a number", () => tip({ token: 7 }), "token"],
    ["a token of ten thousand letters", () => tip({ token: "A".repeat(10_000) }), "token"],
    ["a message too long", () => tip({ message: "x".repeat(141) }), "message"],
    ["a message with a NUL", () => tip({ message: "a\u0000b" }), "message"],
    ["an address that is none", () => tip({ email: "not an address" }), "email"],
    ["a cover that is not yes or no", () => tip({ coversFee: "yes" }), "coversFee"],
    ["a field that does not exist", () => tip({ guard: "guard-demo-emeka" }), "guard"],
    ["an array", () => "[]", "body"],
    ["a bare word", () => '"tip"', "body"],
    ["nothing but null", () => "null", "body"],
  ])("%s is refused by its field's name", async (_, body, field) => {
    expect(await postJson(body())).toEqual({ status: 400, code: "INVALID_INPUT", fields: [field] });
  });

  test.each<[string, BodyInit]>([
    ["an empty body", ""],
    ["half a body", '{"token":"A'],
    ["a body that is not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ["a body of another kind", "token=A&amount=1"],
  ])("%s is refused as unreadable", async (_, body) => {
    expect(await postJson(body)).toEqual({ status: 400, code: "BAD_REQUEST", fields: [] });
  });

  test("a huge body is refused without being read to its end", async () => {
    expect(await postJson(tip({ message: "x".repeat(5_000_000) }))).toMatchObject({ status: 413 });
  });

  test("a body that is not declared as JSON is refused", async () => {
    expect(await postJson(tip(), { "content-type": "text/plain" })).toMatchObject({ status: 415 });
  });

  test("a request without a key, or with one that is none, is refused", async () => {
    const withKey = (key: string) => postJson(tip(), { "idempotency-key": key });
    expect(await withKey("")).toMatchObject({ code: "IDEMPOTENCY_KEY_MISSING", status: 400 });
    expect(await withKey("two words")).toMatchObject({ code: "IDEMPOTENCY_KEY_INVALID", status: 400 });
    expect(await withKey("k".repeat(300))).toMatchObject({ code: "IDEMPOTENCY_KEY_INVALID", status: 400 });
  });

  test("a code that is forged, or of a suspended guard, takes no tip", async () => {
    expect(await postJson(tip({ token: "0".repeat(26) }))).toMatchObject({ status: 410, code: "CODE_UNKNOWN" });
    const suspended = stack.demo?.organisations[0]?.guards[4]?.token;
    expect(await postJson(tip({ token: suspended }))).toMatchObject({ status: 409, code: "GUARD_UNAVAILABLE" });
  });
});

describe("the page's form loses nothing that was typed", () => {
  const fields = () => ({ token, currency: "NGN", attempt: freshKey(), amount: "100000", other: "", message: "" });

  async function postForm(body: BodyInit, origin = stack.url): Promise<{ status: number; html: string }> {
    const response = await fetch(`${stack.url}/tips`, {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body,
      redirect: "manual",
    });
    return { status: response.status, html: await response.text() };
  }
  const form = (change: Record<string, string> = {}) => new URLSearchParams({ ...fields(), ...change }).toString();

  test.each<[string, Record<string, string>, RegExp]>([
    ["a negative amount", { amount: "other", other: "-5" }, /value="-5"/],
    ["an amount in words", { amount: "other", other: "plenty" }, /value="plenty"/],
    ["three decimals", { amount: "other", other: "10.005" }, /value="10.005"/],
    ["too little", { amount: "other", other: "1" }, /value="1"/],
    ["too much", { amount: "other", other: "99,999,999" }, /value="99,999,999"/],
    ["a preset that is no number", { amount: "1e9" }, /Choose an amount/],
    ["an address that is none", { email: "me at home" }, /value="me at home"/],
    ["a message too long", { message: "y".repeat(200) }, /y{140}/],
    ["a NUL in the message", { message: "hello\u0000there" }, /role="alert"/],
    ["markup in the message", { message: "<script>alert(1)</script>", email: "nope" }, /&lt;script&gt;/],
  ])("%s comes back with the page, to be mended", async (_, change, kept) => {
    const { status, html } = await postForm(form(change));
    expect(status).toBe(400);
    expect(html).toMatch(kept);
    expect(html).not.toContain("<script>alert");
    expect(html).toContain('role="alert"');
  });

  test("a form of another site is refused", async () => {
    const { status } = await postForm(form(), "https://elsewhere.example");
    expect(Math.floor(status / 100)).toBe(4);
  });

  test("a form that is too large is refused by its size", async () => {
    expect((await postForm(form({ message: "z".repeat(200_000) }))).status).toBe(413);
  });

  test("a form that is not UTF-8 ends on a page and not in a fault", async () => {
    const garbled = new Uint8Array([0x74, 0x6f, 0x6b, 0x65, 0x6e, 0x3d, 0xff, 0xfe, 0x25, 0x5a]);
    expect(Math.floor((await postForm(garbled)).status / 100)).toBe(4);
  });
});

describe("an address that leads nowhere is told so", () => {
  test.each<[string, string, number]>([
    ["a code that was never ours", "/g/0000000000000000AAAAAAAAAA", 400],
    ["a code of one letter", "/g/A", 400],
    ["a code with a broken escape", "/g/%E0%A4%A", 400],
    ["a code of a thousand letters", `/g/${"A".repeat(1_000)}`, 400],
    ["a tip that does not exist", "/tips/tip-00000000000000000000000000", 404],
    ["a tip named by a NUL", "/tips/%00tip-000000000000000", 404],
    ["a return named by a NUL", "/return/%00tip-000000000000", 404],
    ["a receipt named by a NUL", "/receipt/%00000000000000000000000000", 404],
    ["a receipt looked up by a NUL", "/receipt?code=%00AAAAAAA", 404],
    ["a report on a NUL", "/report/%00AAAAAAA", 200],
    ["a photo named by a NUL", "/photos/%00", 404],
    ["a return from nowhere", "/return/tip-00000000000000000000000000", 404],
    ["a receipt that does not exist", "/receipt/00000000000000000000000000", 404],
    ["a photo that does not exist", "/photos/none", 404],
    ["a page that does not exist", "/nowhere", 404],
  ])("%s is no fault", async (_, path, status) => {
    expect((await fetch(stack.url + path)).status).toBe(status);
  });

  test.each(["PUT", "DELETE", "PATCH"])("%s is answered and is no fault", async (method) => {
    for (const path of ["/tips", `/g/${token}`, "/webhooks/paystack", "/receipt"]) {
      const { status } = await fetch(stack.url + path, { method });
      expect(Math.floor(status / 100), `${method} ${path} ${status}`).toBe(4);
    }
  });
});
