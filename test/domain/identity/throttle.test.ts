import { afterAll, beforeAll, expect, test } from "vitest";
import { minutes, seconds } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import { applyResetLink, createResetLink, createSession, scryptPasswords } from "#app/domain/identity/index.ts";
import { seedDemo } from "#db/seed/index.ts";
import {
  addPerson,
  countingHashes,
  type DrivenClock,
  drivenClock,
  enterPassword,
  GOOD_PASSWORD,
  identityContext,
  lastMessage,
  newBrowser,
  signInFirst,
  tokenIn,
} from "#test/factories/staff.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const TRIES = 10_000;
const ADDRESSES = 1_000;
const AT_ONCE = 500;

let database: TestDatabase;
let clock: DrivenClock;
let ctx: Ctx;
let people = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  clock = drivenClock();
});
afterAll(() => database?.close());

async function newOwner(): Promise<string> {
  ctx = identityContext(database, clock);
  const email = `owner${people++}@example.com`;
  await addPerson(database, ctx, { email, organisationId: "org-demo-lagos" });
  return email;
}

const from = (address: number, parts: Ctx): Ctx => ({ ...parts, address: `198.51.${address >> 8}.${address & 255}` });

/** Wrong passwords for one account, each address in turn, every second one with an invented device cookie. */
async function attack(parts: Ctx, email: string): Promise<void> {
  for (let begun = 0; begun < TRIES; begun += AT_ONCE) {
    await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, i) => {
        const browser = newBrowser();
        if (i % 100 === 0) browser.keep([`__Host-asante_device=invented${begun + i}`]);
        const guess = { visit: browser.visit, email, password: `guess-number-${begun + i}` };
        return createSession(from((begun + i) % ADDRESSES, parts), guess);
      }),
    );
  }
}

test("10,000 wrong passwords from 1,000 addresses reach the hash twenty times at most, and the owner still gets in", async () => {
  const email = await newOwner();
  const { browser } = await signInFirst(ctx, email);
  const counted = countingHashes(ctx);
  await attack(counted.ctx, email);
  expect(counted.count()).toBeGreaterThan(0);
  expect(counted.count()).toBeLessThanOrEqual(20);
  expect(await enterPassword(ctx, browser, email)).toBe("second_factor");
  await expect(enterPassword(ctx, newBrowser(), email)).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("an owner on a new device gets in during an attack by way of their own mail", async () => {
  const email = await newOwner();
  await signInFirst(ctx, email);
  const stranger = newBrowser();
  for (let tries = 0; tries < 9; tries++) await enterPassword(from(tries, ctx), stranger, email, "wrong-password-9");
  const browser = newBrowser();
  await expect(enterPassword(ctx, browser, email)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  await createResetLink(ctx, { email });
  const token = tokenIn(await lastMessage(database, email, "password_reset"));
  const reset = await applyResetLink(ctx, { visit: browser.visit, token, password: "another-mango-lattice-7" });
  if (reset.status !== "reset") throw new Error("the link was dead");
  browser.keep(reset.cookies);
  expect(await enterPassword(ctx, browser, email, "another-mango-lattice-7")).toBe("second_factor");
});

test("a known device's own tries are limited too, and another person's device is not known", async () => {
  const [email, other] = [await newOwner(), await newOwner()];
  const { browser } = await signInFirst(ctx, email);
  const { browser: foreign } = await signInFirst(ctx, other);
  for (let tries = 0; tries < 10; tries++) await enterPassword(ctx, browser, email, "wrong-password-9");
  await expect(enterPassword(ctx, browser, email)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  for (let tries = 0; tries < 9; tries++) await enterPassword(ctx, newBrowser(), email, "wrong-password-9");
  await expect(enterPassword(ctx, foreign, email)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  clock.advance(minutes(15) + seconds(1));
  expect(await enterPassword(ctx, newBrowser(), email)).toBe("second_factor");
});

test("the counters answer alike for an address that is nobody's", async () => {
  await newOwner();
  const guess = () => enterPassword(ctx, newBrowser(), "nobody@example.com", "wrong-password-9");
  for (let tries = 0; tries < 10; tries++) expect(await guess()).toBe("refused");
  await expect(guess()).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("with the counters out of reach strangers are refused, and a known device goes on", async () => {
  const email = await newOwner();
  const { browser } = await signInFirst(ctx, email);
  const unreachable: Ctx = {
    ...ctx,
    passwords: scryptPasswords,
    limits: {
      take: async (claims) =>
        claims.some(({ whenUnreachable }) => whenUnreachable === "refuse")
          ? { allowed: false, retryAfterSeconds: 10 }
          : { allowed: true },
    },
  };
  await expect(enterPassword(unreachable, newBrowser(), email, GOOD_PASSWORD)).rejects.toMatchObject({
    code: "RATE_LIMITED",
  });
  expect(await enterPassword(unreachable, browser, email)).toBe("second_factor");
});
