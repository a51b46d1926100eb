import { afterAll, beforeAll, expect, test } from "vitest";
import { hours, minutes, seconds } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyResetLink,
  applySecondFactor,
  createResetLink,
  createSession,
  scryptPasswords,
  WRONG_CODES_A_DAY,
} from "#app/domain/identity/index.ts";
import { seedDemo } from "#db/seed/index.ts";
import {
  addPerson,
  type Browser,
  countingHashes,
  type DrivenClock,
  drivenClock,
  enterPassword,
  GOOD_PASSWORD,
  giveTotp,
  identityContext,
  lastMessage,
  newBrowser,
  sessionOf,
  signInFirst,
  tokenIn,
  totpCodeAt,
} from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
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

/** Chooses a new password by a link, in a new browser. */
async function reset(email: string, password: string) {
  clock.advance(seconds(1));
  await createResetLink(ctx, { email });
  const token = tokenIn(await lastMessage(database, email, "password_reset"));
  const browser = newBrowser();
  const outcome = await applyResetLink(ctx, { visit: browser.visit, token, password });
  if (outcome.status !== "reset") throw new Error("the link was dead");
  browser.keep(outcome.cookies);
  return browser;
}

/** Gives wrong codes until they are refused; how many were looked at. */
async function guessCodes(browser: Browser, most = 12): Promise<number> {
  for (let tries = 0; tries < most; tries++) {
    const answer = await giveTotp(ctx, browser, "000000").catch((error: { code: string }) => error.code);
    if (answer === "RATE_LIMITED") return tries;
    expect(answer).toBe("refused");
  }
  return most;
}

test("who reads somebody's mail gets no new allowance of codes with each new password", async () => {
  const email = await newOwner();
  await signInFirst(ctx, email);
  const browsers: Browser[] = [];
  for (let resets = 0; resets < 3; resets++) browsers.push(await reset(email, `tungsten-heron-verse-${resets}7`));
  let looked = 0;
  for (const browser of browsers) {
    expect(await enterPassword(ctx, browser, email, "tungsten-heron-verse-27")).toBe("second_factor");
    looked += await guessCodes(browser);
  }
  expect(looked).toBeLessThanOrEqual(10);
});

test("a new password makes strangers of all other browsers, and keeps the one that it was chosen in", async () => {
  const email = await newOwner();
  const { browser: old } = await signInFirst(ctx, email);
  const browser = await reset(email, "another-mango-lattice-7");
  for (let tries = 0; tries < 9; tries++) await enterPassword(ctx, newBrowser(), email, "wrong-password-9");
  await expect(enterPassword(ctx, old, email, "another-mango-lattice-7")).rejects.toMatchObject({
    code: "RATE_LIMITED",
  });
  expect(await enterPassword(ctx, browser, email, "another-mango-lattice-7")).toBe("second_factor");
});

test("a day has twenty wrong codes for a person, in whichever browsers and however many at once; they are told, and so is whom they work for", async () => {
  const email = await newOwner();
  const { browser: known, secret, backupCodes } = await signInFirst(ctx, email);
  let looked = 0;
  clock.advance(minutes(1));
  for (let windows = 0; windows < 4; windows++) {
    const stranger = newBrowser();
    for (const browser of [known, stranger]) await enterPassword(ctx, browser, email);
    const answers = await Promise.allSettled(
      [known, stranger].flatMap((browser) => Array.from({ length: 4 }, () => giveTotp(ctx, browser, "000000"))),
    );
    looked += answers.filter(({ status }) => status === "fulfilled").length;
    // A code that was right costs no place.
    if (windows < 2) expect(await giveTotp(ctx, known, await totpCodeAt(secret, clock.now()))).toBe("accepted");
    clock.advance(minutes(11));
  }
  expect(looked).toBe(WRONG_CODES_A_DAY);
  expect(await lastMessage(database, email, "wrong_codes")).toBeDefined();
  const alerts = () =>
    rowsOf(
      database.ownerUrl,
      "select organisation_id from alerts where kind = 'staff.wrong_codes' and detail like $1",
      [`%${email}%`],
    );
  expect(await alerts()).toEqual([{ organisation_id: "org-demo-lagos" }]);

  await enterPassword(ctx, known, email);
  await expect(giveTotp(ctx, known, await totpCodeAt(secret, clock.now()))).rejects.toMatchObject({
    code: "RATE_LIMITED",
  });
  const session = await sessionOf(ctx, known);
  const spare = { session, visit: known.visit, kind: "backup_code" as const, code: backupCodes[0] ?? "" };
  expect(await applySecondFactor(ctx, spare)).toMatchObject({ status: "accepted" });
  clock.advance(hours(24));
  await enterPassword(ctx, known, email);
  expect(await giveTotp(ctx, known, await totpCodeAt(secret, clock.now()))).toBe("accepted");
  expect(await alerts()).toHaveLength(1);
});

test("without the password nobody uses up a day's codes", async () => {
  const email = await newOwner();
  const { browser, secret } = await signInFirst(ctx, email);
  for (let tries = 0; tries < 9; tries++) await enterPassword(ctx, newBrowser(), email, "wrong-password-9");
  expect(
    await rowsOf(
      database.ownerUrl,
      "select w.user_id from staff_wrong_codes w join staff_users u on u.id = w.user_id where u.email = $1",
      [email],
    ),
  ).toEqual([]);
  clock.advance(minutes(1));
  await enterPassword(ctx, browser, email);
  expect(await giveTotp(ctx, browser, await totpCodeAt(secret, clock.now()))).toBe("accepted");
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
