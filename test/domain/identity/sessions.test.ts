import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applySecondFactor,
  archiveOtherSessions,
  archiveSession,
  createSession,
  findSession,
  listSessions,
} from "#app/domain/identity/index.ts";
import { seedDemo } from "#db/seed/index.ts";
import {
  addPerson,
  countingHashes,
  type DrivenClock,
  drivenClock,
  enrolTotp,
  enterPassword,
  GOOD_PASSWORD,
  giveTotp,
  identityContext,
  lastMessage,
  newBrowser,
  sessionOf,
  signInFirst,
  totpCodeAt,
} from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const ORGANISATION = "org-demo-lagos";

let database: TestDatabase;
let clock: DrivenClock;
let ctx: Ctx;
let people = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  clock = drivenClock();
  ctx = identityContext(database, clock);
});
afterAll(() => database?.close());

async function newPerson(): Promise<string> {
  const email = `person${people++}@example.com`;
  await addPerson(database, ctx, { email, organisationId: ORGANISATION, role: "finance" });
  return email;
}

describe("signing in", () => {
  test("with the password alone is half the way: nothing but enrolling a first factor", async () => {
    const browser = newBrowser();
    expect(await enterPassword(ctx, browser, await newPerson())).toBe("enrolment");
    const session = await sessionOf(ctx, browser);
    expect(session).toMatchObject({ stage: "enrolment", secondFactorAt: null, hasSecondFactor: false });
    expect(session.memberships).toEqual([
      {
        organisationId: ORGANISATION,
        organisationName: "Palmgate Security",
        organisationStatus: "active",
        role: "finance",
      },
    ]);
  });

  test("sets a cookie that only this host gets, over TLS, out of reach of scripts", async () => {
    const visit = newBrowser().visit;
    const outcome = await createSession(ctx, { visit, email: await newPerson(), password: GOOD_PASSWORD });
    if (outcome.status !== "created") throw new Error("refused");
    const [cookie] = outcome.cookies;
    expect(cookie).toMatch(/^__Host-asante_session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test("gives the session a new token at the second factor, and the old one is worth nothing", async () => {
    const email = await newPerson();
    const { secret } = await signInFirst(ctx, email);
    const browser = newBrowser();
    expect(await enterPassword(ctx, browser, email)).toBe("second_factor");
    const half = browser.copy();
    clock.advance(seconds(60));
    expect(await giveTotp(ctx, browser, await totpCodeAt(secret, clock.now()))).toBe("accepted");
    expect((await sessionOf(ctx, browser)).stage).toBe("complete");
    expect(await findSession(ctx, half.visit)).toBeNull();
  });

  test("is refused alike for a wrong password, an unknown address and a person who works nowhere", async () => {
    const idle = "idle@example.com";
    await addPerson(database, ctx, { email: idle });
    const visit = newBrowser().visit;
    const wrong = { visit, email: await newPerson(), password: "not-the-password-41" };
    expect(await createSession(ctx, wrong)).toEqual({ status: "refused" });
    expect(await createSession(ctx, { ...wrong, email: "nobody@example.com" })).toEqual({ status: "refused" });
    expect(await createSession(ctx, { visit, email: idle, password: GOOD_PASSWORD })).toEqual({ status: "refused" });
  });

  test("costs an unknown address one hash, as it costs a known one", async () => {
    const counted = countingHashes(ctx);
    const visit = newBrowser().visit;
    await createSession(counted.ctx, { visit, email: "nobody@example.com", password: "whatever-it-is-9" });
    expect(counted.count()).toBe(1);
    await createSession(counted.ctx, { visit, email: await newPerson(), password: "whatever-it-is-9" });
    expect(counted.count()).toBe(2);
  });

  test("from a new device is told by e-mail, from the first and from a known one it is not", async () => {
    const email = await newPerson();
    const { browser, secret } = await signInFirst(ctx, email);
    clock.advance(seconds(60));
    await giveTotp(ctx, browser, await totpCodeAt(secret, clock.now()));
    expect(await lastMessage(database, email, "new_device")).toBeUndefined();
    const stranger = newBrowser();
    await enterPassword(ctx, stranger, email);
    clock.advance(seconds(60));
    await giveTotp(ctx, stranger, await totpCodeAt(secret, clock.now()));
    expect((await lastMessage(database, email, "new_device"))?.text).toContain("Chrome on Linux");
  });

  test("is in the audit log of each organisation of the person", async () => {
    const email = await newPerson();
    await signInFirst(ctx, email);
    const rows = await rowsOf(
      database.ownerUrl,
      "select organisation_id, actor, action from audit_log where subject = $1 order by sequence",
      [`usr-${email.replaceAll(/[^a-z0-9]/g, "-")}`],
    );
    expect(rows.map(({ action }) => action)).toEqual(["session.password_accepted", "factor.totp_enrolled"]);
    expect(rows.every((row) => row["organisation_id"] === ORGANISATION)).toBe(true);
    expect(rows[0]?.["actor"]).toMatch(/^staff:usr-person/);
  });
});

describe("a session", () => {
  test("ends after fifteen minutes without a request, and no sooner", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    for (const _ of [1, 2, 3]) {
      clock.advance(minutes(14));
      expect(await findSession(ctx, browser.visit)).not.toBeNull();
    }
    clock.advance(minutes(15));
    expect(await findSession(ctx, browser.visit)).toBeNull();
  });

  test("ends after twelve hours however busy it is", async () => {
    const { browser } = await signInFirst(ctx, await newPerson());
    for (let passed = 0; passed < hours(12) - minutes(10); passed += minutes(10)) {
      expect(await findSession(ctx, browser.visit)).not.toBeNull();
      clock.advance(minutes(10));
    }
    expect(await findSession(ctx, browser.visit)).not.toBeNull();
    clock.advance(minutes(10));
    expect(await findSession(ctx, browser.visit)).toBeNull();
  });

  test("records activity at most once a minute", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    const { sessionId } = await sessionOf(ctx, browser);
    const seen = async () =>
      (await rowsOf(database.ownerUrl, "select seen_at from staff_sessions where id = $1", [sessionId]))[0]?.[
        "seen_at"
      ];
    const first = await seen();
    clock.advance(seconds(59));
    await findSession(ctx, browser.visit);
    expect(await seen()).toEqual(first);
    clock.advance(seconds(2));
    await findSession(ctx, browser.visit);
    expect(await seen()).toEqual(clock.now());
  });

  test("is nobody's with a cookie that we did not sign", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    const { cookie } = browser.visit;
    const forged = { ...browser.visit, cookie: cookie?.replace(/\.[^;]+/, ".AAAA") ?? null };
    expect(await findSession(ctx, forged)).toBeNull();
    const other = { ...ctx, settings: { ...ctx.settings, authSecrets: ["another-secret-that-signed-nothing-here"] } };
    expect(await findSession(other, browser.visit)).toBeNull();
  });

  test("outlives a rotation of the secret that signed it", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    const authSecrets = ["a-newer-secret-than-the-one-in-use-before", ...ctx.settings.authSecrets];
    expect(await findSession({ ...ctx, settings: { ...ctx.settings, authSecrets } }, browser.visit)).not.toBeNull();
  });

  test("that better-auth began and no statement of ours activated is no session", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    const { sessionId } = await sessionOf(ctx, browser);
    await rowsOf(database.ownerUrl, "update staff_sessions set activated_at = null where id = $1", [sessionId]);
    expect(await findSession(ctx, browser.visit)).toBeNull();
  });

  test("is listed and ended by its person alone; ending one's own signs out", async () => {
    const email = await newPerson();
    const { browser } = await signInFirst(ctx, email);
    const second = newBrowser();
    await enterPassword(ctx, second, email);
    const session = await sessionOf(ctx, browser);
    const listed = await listSessions(ctx, session);
    expect(listed.map(({ isCurrent, browser: name }) => [isCurrent, name])).toContainEqual([true, "Chrome on Linux"]);
    expect(listed).toHaveLength(2);
    const { browser: foreign } = await signInFirst(ctx, await newPerson());
    const stranger = await sessionOf(ctx, foreign);
    const wanted = { session: stranger, sessionId: session.sessionId };
    expect(await archiveSession(ctx, wanted)).toEqual({ status: "not_found", cookies: [] });
    expect(await archiveOtherSessions(ctx, { session })).toEqual({ ended: 1 });
    expect(await findSession(ctx, second.visit)).toBeNull();
    const signedOut = await archiveSession(ctx, { session, sessionId: session.sessionId });
    expect(signedOut.status).toBe("ended");
    expect(signedOut.cookies[0]).toMatch(/^__Host-asante_session=; Max-Age=0/);
    expect(await findSession(ctx, browser.visit)).toBeNull();
    expect(await findSession(ctx, foreign.visit)).not.toBeNull();
  });
});

describe("a code of an authenticator app", () => {
  test("is accepted once in 1,000 tries at the same time", async () => {
    const email = await newPerson();
    const { secret } = await signInFirst(ctx, email);
    const browser = newBrowser();
    await enterPassword(ctx, browser, email);
    const session = await sessionOf(ctx, browser);
    clock.advance(seconds(60));
    const code = await totpCodeAt(secret, clock.now());
    const unlimited: Ctx = { ...ctx, limits: { take: async () => ({ allowed: true }) } };
    const visit = browser.visit;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1_000 }, () => applySecondFactor(unlimited, { session, visit, kind: "totp", code })),
    );
    const answered = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.status] : []));
    expect(answered.filter((status) => status === "accepted")).toHaveLength(1);
  });

  test("works one step early and one step late, and no further", async () => {
    const email = await newPerson();
    const { browser, secret } = await signInFirst(ctx, email);
    clock.advance(minutes(5));
    const give = async (away: number) => giveTotp(ctx, browser, await totpCodeAt(secret, clock.now(), away));
    expect(await give(-2)).toBe("refused");
    expect(await give(2)).toBe("refused");
    expect(await give(-1)).toBe("accepted");
    expect(await give(1)).toBe("accepted");
    expect(await give(0)).toBe("accepted");
    expect(await give(0)).toBe("refused");
  });

  test("that enrolled the app does not sign in as well", async () => {
    const email = await newPerson();
    const browser = newBrowser();
    await enterPassword(ctx, browser, email);
    const { secret } = await enrolTotp(ctx, browser);
    expect(await giveTotp(ctx, browser, await totpCodeAt(secret, clock.now()))).toBe("refused");
  });

  test("is guessed at most ten times in ten minutes by strangers, who do not shut out a known device or a backup code", async () => {
    const email = await newPerson();
    const { browser, secret, backupCodes } = await signInFirst(ctx, email);
    const stranger = newBrowser();
    await enterPassword(ctx, stranger, email);
    const session = await sessionOf(ctx, stranger);
    const guess = { session, visit: stranger.visit, kind: "totp" as const, code: "000000" };
    for (let tries = 0; tries < 10; tries++) await applySecondFactor(ctx, guess);
    await expect(applySecondFactor(ctx, guess)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    clock.advance(seconds(60));
    expect(await giveTotp(ctx, browser, await totpCodeAt(secret, clock.now()))).toBe("accepted");
    const code = backupCodes[0]?.toLowerCase() ?? "";
    const byBackup = { ...guess, kind: "backup_code" as const, code };
    expect((await applySecondFactor(ctx, byBackup)).status).toBe("accepted");
  });
});

test("a backup code works once, however often it is given at the same time", async () => {
  const email = await newPerson();
  const { browser, backupCodes } = await signInFirst(ctx, email);
  expect(new Set(backupCodes).size).toBe(10);
  const session = await sessionOf(ctx, browser);
  const give = { session, visit: browser.visit, kind: "backup_code" as const, code: backupCodes[3] ?? "" };
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => applySecondFactor(ctx, give)));
  expect(outcomes.filter(({ status }) => status === "accepted")).toHaveLength(1);
  const kept = await rowsOf(database.ownerUrl, "select code_hash from staff_backup_codes where user_id = $1", [
    session.userId,
  ]);
  expect(kept).toHaveLength(9);
});
