import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const PHONE =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
const OPERA_MINI = "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; en) Presto/2.12.423 Version/12.16";
const NOT_PEOPLE = [
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "WhatsApp/2.23.20.0",
  "curl/8.5.0",
];

let stack: Stack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.stop());

const tokenOf = (n: number) => stack.demo?.organisations[0]?.guards[n]?.token ?? "";
const open = (token: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${stack.url}/g/${token}`, { method, headers: { "user-agent": PHONE, ...headers } });
const scans = async () =>
  (
    await rowsOf(
      stack.database.ownerUrl,
      `select c.token, n.scans, n.day::text = (now() at time zone 'Africa/Lagos')::date::text as today
       from code_scans n join qr_codes c on c.id = n.code_id`,
    )
  ).map((row) => [row["token"], row["scans"], row["today"]]);
const count = async (token: string) => (await scans()).find(([each]) => each === token)?.[1];

test("each view counts once, rendered or out of the copy, on the organisation's own day", async () => {
  const token = tokenOf(0);
  for (let view = 0; view < 5; view++) expect((await open(token)).status).toBe(200);
  await open(token.toLowerCase(), { "user-agent": OPERA_MINI });
  await expect.poll(() => count(token), { timeout: 20_000 }).toBe(6);
  expect(await scans()).toEqual([[token, 6, true]]);
});

test("programs, pages fetched ahead, HEAD, and codes that are not ours count for nothing", async () => {
  const [token, other] = [tokenOf(1), tokenOf(2)];
  for (const userAgent of NOT_PEOPLE) await open(token, { "user-agent": userAgent });
  await open(token, { "sec-purpose": "prefetch;prerender" });
  await open(token, { purpose: "prefetch" });
  await open(token, {}, "HEAD");
  await open(`${token.slice(0, -1)}${token.endsWith("7") ? "8" : "7"}`);
  await open("nothing-of-ours");
  // What was counted before this is written before this.
  await open(other);
  await expect.poll(() => count(other), { timeout: 20_000 }).toBe(1);
  expect(await count(token)).toBeUndefined();
});

test("a revoked code that still hangs is counted too: somebody looks at it", async () => {
  // A code of which nobody has a copy: a kept page would say for up to a minute what it said before.
  const token = tokenOf(3);
  const revoke = "update qr_codes set status = 'revoked', revoked_at = now() where token = $1";
  await rowsOf(stack.database.ownerUrl, revoke, [token]);
  expect((await open(token)).status).toBe(410);
  await expect.poll(() => count(token), { timeout: 20_000 }).toBe(1);
});
