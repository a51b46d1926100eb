import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minutes, seconds } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  archivePasskey,
  archiveTotp,
  createPasskey,
  createPasskeySession,
  findSession,
  listPasskeys,
  staffOrigin,
  startPasskeyEnrolment,
  startPasskeySession,
} from "#app/domain/identity/index.ts";
import { seedDemo } from "#db/seed/index.ts";
import { type Authenticator, newAuthenticator } from "#test/factories/authenticator.ts";
import { overlapping } from "#test/factories/races.ts";
import {
  addPerson,
  type Browser,
  type DrivenClock,
  drivenClock,
  enrolTotp,
  enterPassword,
  identityContext,
  lastMessage,
  newBrowser,
  sessionOf,
  signInFirst,
} from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const ORGANISATION = "org-demo-lagos";

let database: TestDatabase;
let clock: DrivenClock;
let ctx: Ctx;
let origin: string;
let people = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  clock = drivenClock();
  ctx = identityContext(database, clock);
  origin = staffOrigin(ctx.settings.appUrl);
});
afterAll(() => database?.close());

async function newPerson(): Promise<string> {
  const email = `holder${people++}@example.com`;
  await addPerson(database, ctx, { email, organisationId: ORGANISATION });
  return email;
}

async function enrol(browser: Browser, authenticator: Authenticator) {
  const session = await sessionOf(ctx, browser);
  const { options, cookies } = await startPasskeyEnrolment(ctx, { session, visit: browser.visit });
  browser.keep(cookies);
  const response = await authenticator.create(options);
  const outcome = await createPasskey(ctx, { session, visit: browser.visit, response, name: "Test key" });
  if (outcome.status === "enrolled") browser.keep(outcome.cookies);
  return outcome;
}

async function signIn(browser: Browser, authenticator: Authenticator) {
  const { options, cookies } = await startPasskeySession(ctx, { visit: browser.visit });
  browser.keep(cookies);
  const response = await authenticator.get(options);
  const outcome = await createPasskeySession(ctx, { visit: browser.visit, response });
  if (outcome.status === "created") browser.keep(outcome.cookies);
  return { status: outcome.status, response };
}

/** Somebody whose only factor is a passkey. */
async function holder() {
  const email = await newPerson();
  const browser = newBrowser();
  await enterPassword(ctx, browser, email);
  const authenticator = await newAuthenticator(origin);
  const outcome = await enrol(browser, authenticator);
  return { email, browser, authenticator, outcome };
}

describe("a passkey", () => {
  test("is a first factor: it completes the sign-in, brings backup codes, and is told by e-mail", async () => {
    const { email, browser, outcome } = await holder();
    expect(outcome).toMatchObject({ status: "enrolled" });
    expect(outcome.status === "enrolled" && outcome.backupCodes).toHaveLength(10);
    const session = await sessionOf(ctx, browser);
    expect(session).toMatchObject({ stage: "complete", factors: { totp: false, passkeys: 1, backupCodes: 10 } });
    expect((await lastMessage(database, email))?.text).toContain("A passkey was added.");
    expect(await listPasskeys(ctx, session)).toMatchObject([{ name: "Test key", lastUsedAt: null }]);
  });

  test("signs in by itself, for both factors, and a challenge is good once", async () => {
    const { authenticator, email } = await holder();
    const browser = newBrowser();
    const { status, response } = await signIn(browser, authenticator);
    expect(status).toBe("created");
    expect(await sessionOf(ctx, browser)).toMatchObject({ email, stage: "complete", secondFactorAt: clock.now() });
    expect(await createPasskeySession(ctx, { visit: browser.visit, response })).toEqual({ status: "refused" });
  });

  test("steps up: the browser's session is renewed and its factor is fresh", async () => {
    const { authenticator, browser } = await holder();
    clock.advance(minutes(6));
    const before = browser.copy();
    expect((await signIn(browser, authenticator)).status).toBe("created");
    expect((await sessionOf(ctx, browser)).secondFactorAt).toEqual(clock.now());
    expect(await findSession(ctx, before.visit)).toBeNull();
  });

  test("of an authenticator that did not verify the person is refused, when enrolled and when used", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    expect(await enrol(browser, await newAuthenticator(origin, { verifiesPerson: false }))).toEqual({
      status: "refused",
    });
    expect((await sessionOf(ctx, browser)).stage).toBe("enrolment");
    const { authenticator } = await holder();
    const flagged: Authenticator = {
      ...authenticator,
      get: async (options) => {
        const answer = await authenticator.get(options);
        const response = answer["response"] as Record<string, string>;
        const data = Buffer.from(response["authenticatorData"] ?? "", "base64url");
        data[32] = 0x01;
        return { ...answer, response: { ...response, authenticatorData: data.toString("base64url") } };
      },
    };
    expect((await signIn(newBrowser(), flagged)).status).toBe("refused");
  });

  test("of another site, or unknown to us, is refused", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    expect(await enrol(browser, await newAuthenticator("https://asante.example"))).toEqual({ status: "refused" });
    expect((await signIn(newBrowser(), await newAuthenticator(origin))).status).toBe("refused");
  });

  test("that better-auth stored and no statement of ours put in use signs nobody in", async () => {
    const { authenticator, browser } = await holder();
    const { userId } = await sessionOf(ctx, browser);
    await rowsOf(database.ownerUrl, "update staff_passkeys set activated_at = null where user_id = $1", [userId]);
    expect((await signIn(newBrowser(), authenticator)).status).toBe("refused");
  });

  test("of somebody who no longer works here signs nobody in", async () => {
    const { authenticator, browser } = await holder();
    const { userId } = await sessionOf(ctx, browser);
    const remove = "update members set status = 'removed', removed_at = now() where user_id = $1";
    await rowsOf(database.ownerUrl, remove, [userId]);
    expect((await signIn(newBrowser(), authenticator)).status).toBe("refused");
    expect(await findSession(ctx, browser.visit)).toBeNull();
  });

  test("still signs in while strangers have used up the account's tries", async () => {
    const { authenticator, email } = await holder();
    const stranger = newBrowser();
    for (let tries = 0; tries < 9; tries++) await enterPassword(ctx, stranger, email, "wrong-password-9");
    await expect(enterPassword(ctx, stranger, email)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect((await signIn(newBrowser(), authenticator)).status).toBe("created");
  });

  test("is added by who has a fresh factor only, and ends all other sessions", async () => {
    const email = await newPerson();
    const { browser } = await signInFirst(ctx, email);
    const other = newBrowser();
    await enterPassword(ctx, other, email);
    await expect(enrol(other, await newAuthenticator(origin))).rejects.toMatchObject({ code: "FORBIDDEN" });
    clock.advance(minutes(5) + seconds(1));
    await expect(enrol(browser, await newAuthenticator(origin))).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    const { browser: fresh } = await signInFirst(ctx, await newPerson());
    expect(await enrol(fresh, await newAuthenticator(origin))).toMatchObject({ status: "enrolled", backupCodes: null });
  });
});

test("of two browsers with the password alone that enrol a first factor at the same time one does", async () => {
  for (let round = 0; round < 3; round++) {
    const email = await newPerson();
    const browsers = [newBrowser(), newBrowser()];
    const ready = await Promise.all(
      browsers.map(async (browser) => {
        await enterPassword(ctx, browser, email);
        const session = await sessionOf(ctx, browser);
        const { options, cookies } = await startPasskeyEnrolment(ctx, { session, visit: browser.visit });
        browser.keep(cookies);
        const response = await (await newAuthenticator(origin)).create(options);
        return { session, visit: browser.visit, response, name: "Test key" };
      }),
    );
    const enrolments = ready.map((input) => () => createPasskey(ctx, input));
    const outcomes = await overlapping(database.ownerUrl, ORGANISATION, enrolments);
    expect(outcomes.filter(({ status }) => status === "enrolled")).toHaveLength(1);
    const active = "select id from staff_passkeys where user_id = $1 and activated_at is not null";
    expect(await rowsOf(database.ownerUrl, active, [ready[0]?.session.userId])).toHaveLength(1);
  }
});

test("of two factors removed at the same time one remains", async () => {
  for (let round = 0; round < 3; round++) {
    const { browser } = await holder();
    await enrolTotp(ctx, browser);
    const session = await sessionOf(ctx, browser);
    const [passkey] = await listPasskeys(ctx, session);
    const outcomes = await overlapping<{ status: string }>(database.ownerUrl, ORGANISATION, [
      () => archiveTotp(ctx, { session }),
      () => archivePasskey(ctx, { session, passkeyId: passkey?.passkeyId ?? "" }),
    ]);
    expect(outcomes.filter(({ status }) => status === "removed")).toHaveLength(1);
    expect((await sessionOf(ctx, browser)).hasSecondFactor).toBe(true);
  }
});
