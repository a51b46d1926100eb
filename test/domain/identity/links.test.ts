import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minutes, seconds } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyEmailChange,
  applyResetLink,
  archiveTotp,
  createBackupCodes,
  createResetLink,
  findEmailChange,
  findResetLink,
  findSession,
  startEmailChange,
  updatePassword,
} from "#app/domain/identity/index.ts";
import { seedDemo } from "#db/seed/index.ts";
import {
  addPerson,
  type DrivenClock,
  drivenClock,
  enrolTotp,
  enterPassword,
  GOOD_PASSWORD,
  identityContext,
  lastMessage,
  newBrowser,
  sessionOf,
  signInFirst,
  tokenIn,
} from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const NEW_PASSWORD = "tungsten-heron-verse-8";

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
  const email = `reader${people++}@example.com`;
  await addPerson(database, ctx, { email, organisationId: "org-demo-lagos", role: "admin" });
  return email;
}

async function resetToken(email: string): Promise<string> {
  clock.advance(seconds(1));
  await createResetLink(ctx, { email });
  return tokenIn(await lastMessage(database, email, "password_reset"));
}

const reset = (token: string) => applyResetLink(ctx, { visit: newBrowser().visit, token, password: NEW_PASSWORD });

describe("a reset link", () => {
  test("gives a first password to one of Asante's own, whom the README's command wrote", async () => {
    const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
    const [, command = ""] = /-c "\n(\s+with person as [^"]+)"/.exec(readme) ?? [];
    await rowsOf(database.ownerUrl, command);
    expect((await reset(await resetToken("ada@example.com"))).status).toBe("reset");
    const browser = newBrowser();
    expect(await enterPassword(ctx, browser, "ada@example.com", NEW_PASSWORD)).toBe("enrolment");
    await enrolTotp(ctx, browser);
    expect(await sessionOf(ctx, browser)).toMatchObject({ stage: "complete", isPlatformAdministrator: true });
  });

  test("sets a new password once, however many follow it at the same time", async () => {
    const email = await newPerson();
    const token = await resetToken(email);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => reset(token)));
    expect(outcomes.filter(({ status }) => status === "reset")).toHaveLength(1);
    expect(await enterPassword(ctx, newBrowser(), email)).toBe("refused");
    expect(await enterPassword(ctx, newBrowser(), email, NEW_PASSWORD)).toBe("enrolment");
    const told = await rowsOf(
      database.ownerUrl,
      "select id from messages where recipient = $1 and purpose = 'password_changed'",
      [email],
    );
    expect(told).toHaveLength(1);
  });

  test("works for thirty minutes", async () => {
    const token = await resetToken(await newPerson());
    clock.advance(minutes(30) - seconds(1));
    expect(await findResetLink(ctx, { token })).toEqual({ status: "alive" });
    clock.advance(seconds(1));
    expect(await findResetLink(ctx, { token })).toEqual({ status: "dead" });
    expect(await reset(token)).toEqual({ status: "dead" });
  });

  test("ends every session, makes other links void, and still wants the second factor", async () => {
    const email = await newPerson();
    const { browser } = await signInFirst(ctx, email);
    const [first, second] = [await resetToken(email), await resetToken(email)];
    expect((await reset(second)).status).toBe("reset");
    expect(await findSession(ctx, browser.visit)).toBeNull();
    expect(await reset(first)).toEqual({ status: "dead" });
    expect(await enterPassword(ctx, newBrowser(), email, NEW_PASSWORD)).toBe("second_factor");
  });

  test("is kept as a hash only, and asking says nothing about who is known", async () => {
    const email = await newPerson();
    const token = await resetToken(email);
    expect(token).toHaveLength(52);
    const kept = await rowsOf(database.ownerUrl, "select * from one_time_links");
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(await createResetLink(ctx, { email })).toEqual(await createResetLink(ctx, { email: "who@example.com" }));
    expect(await lastMessage(database, "who@example.com")).toBeUndefined();
  });

  test("is sent three times in half an hour at most, and asking further leaves those alive", async () => {
    const email = await newPerson();
    const token = await resetToken(email);
    for (let asked = 0; asked < 5; asked++) await createResetLink(ctx, { email });
    const sent = await rowsOf(database.ownerUrl, "select id from messages where recipient = $1", [email]);
    expect(sent).toHaveLength(3);
    expect(await findResetLink(ctx, { token })).toEqual({ status: "alive" });
  });

  test("is not used up by others who ask to prove that address for themselves", async () => {
    const [email, other] = [await newPerson(), await newPerson()];
    const { browser } = await signInFirst(ctx, other);
    for (let i = 0; i < 4; i++)
      await startEmailChange(ctx, { session: await sessionOf(ctx, browser), newEmail: email });
    expect(await resetToken(email)).not.toBe("");
  });

  test("does not take a password that would be guessed, and stays good for another try", async () => {
    const token = await resetToken(await newPerson());
    const weak = { visit: newBrowser().visit, token, password: "Password1234!" };
    await expect(applyResetLink(ctx, weak)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ field: "password" }],
    });
    expect((await reset(token)).status).toBe("reset");
  });
});

describe("changing the password", () => {
  test("wants the present one, ends all other sessions, renews this one, and tells", async () => {
    const email = await newPerson();
    const { browser } = await signInFirst(ctx, email);
    const other = newBrowser();
    await enterPassword(ctx, other, email);
    const before = browser.copy();
    const session = await sessionOf(ctx, browser);
    const change = { session, visit: browser.visit, currentPassword: "something-else-99", newPassword: NEW_PASSWORD };
    expect(await updatePassword(ctx, change)).toEqual({ status: "wrong_password" });
    const changed = await updatePassword(ctx, { ...change, currentPassword: GOOD_PASSWORD });
    if (changed.status !== "updated") throw new Error("refused");
    browser.keep(changed.cookies);
    expect((await sessionOf(ctx, browser)).sessionId).toBe(session.sessionId);
    expect(await findSession(ctx, before.visit)).toBeNull();
    expect(await findSession(ctx, other.visit)).toBeNull();
    expect(await lastMessage(database, email, "password_changed")).toBeDefined();
  });

  test("wants a second factor of the last five minutes, as does every other change of how one signs in", async () => {
    const email = await newPerson();
    const { browser } = await signInFirst(ctx, email);
    clock.advance(minutes(5) + seconds(1));
    const session = await sessionOf(ctx, browser);
    const change = { session, visit: browser.visit, currentPassword: GOOD_PASSWORD, newPassword: NEW_PASSWORD };
    const stale = { code: "STEP_UP_REQUIRED" };
    await expect(updatePassword(ctx, change)).rejects.toMatchObject(stale);
    await expect(startEmailChange(ctx, { session, newEmail: "new@example.com" })).rejects.toMatchObject(stale);
    await expect(createBackupCodes(ctx, { session })).rejects.toMatchObject(stale);
    await expect(archiveTotp(ctx, { session })).rejects.toMatchObject(stale);
    await expect(enrolTotp(ctx, browser)).rejects.toMatchObject(stale);
  });

  test("is nothing for who has given the password only", async () => {
    const browser = newBrowser();
    await enterPassword(ctx, browser, await newPerson());
    const session = await sessionOf(ctx, browser);
    const change = { session, visit: browser.visit, currentPassword: GOOD_PASSWORD, newPassword: NEW_PASSWORD };
    await expect(updatePassword(ctx, change)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(startEmailChange(ctx, { session, newEmail: "n@example.com" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("changing the e-mail address", () => {
  test("waits until the new one is proved, then ends all sessions and tells the old one", async () => {
    const email = await newPerson();
    const { browser } = await signInFirst(ctx, email);
    const newEmail = `moved-${email}`;
    const session = await sessionOf(ctx, browser);
    expect(await startEmailChange(ctx, { session, newEmail: newEmail.toUpperCase() })).toEqual({ status: "sent" });
    expect((await sessionOf(ctx, browser)).email).toBe(email);
    const token = tokenIn(await lastMessage(database, newEmail));
    expect(await findEmailChange(ctx, { token })).toEqual({ newEmail });
    const outcomes = await Promise.all([1, 2, 3].map(() => applyEmailChange(ctx, { token })));
    expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(1);
    expect(await findSession(ctx, browser.visit)).toBeNull();
    expect(await lastMessage(database, email, "email_changed")).toBeDefined();
    expect(await enterPassword(ctx, newBrowser(), email)).toBe("refused");
    expect(await enterPassword(ctx, newBrowser(), newEmail)).toBe("second_factor");
  });

  test("to somebody's address sends nothing, and to one taken meanwhile is a dead link", async () => {
    const [email, taken] = [await newPerson(), await newPerson()];
    const { browser } = await signInFirst(ctx, email);
    const session = await sessionOf(ctx, browser);
    expect(await startEmailChange(ctx, { session, newEmail: taken })).toEqual({ status: "sent" });
    expect(await lastMessage(database, taken)).toBeUndefined();
    await startEmailChange(ctx, { session, newEmail: "soon-taken@example.com" });
    const token = tokenIn(await lastMessage(database, "soon-taken@example.com"));
    await addPerson(database, ctx, { email: "soon-taken@example.com" });
    expect(await applyEmailChange(ctx, { token })).toEqual({ status: "dead" });
  });

  test("by a link of another purpose is not possible", async () => {
    const email = await newPerson();
    const token = await resetToken(email);
    expect(await applyEmailChange(ctx, { token })).toEqual({ status: "dead" });
    expect(await findEmailChange(ctx, { token })).toBeNull();
  });
});

test("the last factor cannot be taken away, and new backup codes replace the old", async () => {
  const email = await newPerson();
  const { browser, backupCodes } = await signInFirst(ctx, email);
  const session = await sessionOf(ctx, browser);
  expect(await archiveTotp(ctx, { session })).toEqual({ status: "last_factor" });
  const { codes } = await createBackupCodes(ctx, { session });
  expect(codes).toHaveLength(10);
  expect(codes.filter((code) => backupCodes.includes(code))).toEqual([]);
  expect((await sessionOf(ctx, browser)).factors).toEqual({ totp: true, passkeys: 0, backupCodes: 10 });
});
