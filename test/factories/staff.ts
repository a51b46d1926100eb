import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import pg from "pg";
import { seconds } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applySecondFactor,
  applyTotpEnrolment,
  createSession,
  findSession,
  type StaffSession,
  startTotpEnrolment,
  type Visit,
} from "#app/domain/identity/index.ts";
import type { MemberRole } from "#app/domain/identity/input.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { TestDatabase } from "#test/setup/database.ts";
import { countingLimits } from "./limits.ts";

export { type SignedIn, signInAs } from "./signed-in.ts";

export const GOOD_PASSWORD = "vellum-otter-quorum-41";

/** A clock that a test turns forward. It begins at the real present, which better-auth reads by itself. */
export function drivenClock(start = Date.now()) {
  let now = start;
  const advance = (ms: number): void => {
    now += ms;
  };
  return { now: () => new Date(now), advance };
}
export type DrivenClock = ReturnType<typeof drivenClock>;

/** A context with exact limits and a clock to turn. */
export function identityContext(database: TestDatabase, clock: DrivenClock): Ctx {
  const ctx = workerContext({ database, bridgeUrl: database.bridgeUrl, timeoutMs: 20_000 });
  return { ...ctx, clock, limits: countingLimits(clock), actor: { kind: "patron" } };
}

/** A browser: keeps the cookies it is given and sends them back. */
export interface Browser {
  readonly visit: Visit;
  keep(setCookies: readonly string[]): void;
  /** The same cookies in other hands. */
  copy(): Browser;
}

export function newBrowser(cookies: ReadonlyMap<string, string> = new Map()): Browser {
  const jar = new Map(cookies);
  return {
    get visit() {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      return { cookie: cookie || null, userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36" };
    },
    keep(setCookies) {
      for (const line of setCookies) {
        const [pair = ""] = line.split(";");
        const [name = "", ...value] = pair.split("=");
        if (/max-age=0(;|$)/i.test(line)) jar.delete(name);
        else jar.set(name, value.join("="));
      }
    },
    copy: () => newBrowser(jar),
  };
}

let goodHash: string | undefined;

/** Somebody with a password and, in an organisation, a role; written as the owner of the database. */
export async function addPerson(
  database: TestDatabase,
  ctx: Ctx,
  person: { email: string; organisationId?: string; role?: MemberRole; isPlatform?: boolean },
): Promise<string> {
  const { email, organisationId, role = "owner", isPlatform = false } = person;
  goodHash ??= await ctx.passwords.hash(GOOD_PASSWORD);
  const userId = `usr-${email.replaceAll(/[^a-z0-9]/g, "-")}`;
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query(
      "insert into staff_users (id, name, email, email_verified, updated_at) values ($1, $2, $3, true, now())",
      [userId, email.split("@")[0], email],
    );
    await client.query(
      `insert into staff_accounts (id, account_id, provider_id, user_id, password, updated_at)
       values ($1, $2, 'credential', $2, $3, now())`,
      [`acc-${userId}`, userId, goodHash],
    );
    if (organisationId) {
      await client.query("insert into members (organisation_id, user_id, role, status) values ($1, $2, $3, 'active')", [
        organisationId,
        userId,
        role,
      ]);
    }
    if (isPlatform) await client.query("insert into platform_administrators (user_id) values ($1)", [userId]);
  } finally {
    await client.end();
  }
  return userId;
}

/** The session of a browser; fails when it has none. */
export async function sessionOf(ctx: Ctx, browser: Browser): Promise<StaffSession> {
  const session = await findSession(ctx, browser.visit);
  if (!session) throw new Error("the browser is not signed in");
  return session;
}

/** Gives the password, which is half the way. */
export async function enterPassword(ctx: Ctx, browser: Browser, email: string, password = GOOD_PASSWORD) {
  const outcome = await createSession(ctx, { visit: browser.visit, email, password });
  if (outcome.status === "created") browser.keep(outcome.cookies);
  return outcome.status === "created" ? outcome.stage : outcome.status;
}

/** The code that an authenticator app shows. */
export function totpCodeAt(secret: string, at: Date, stepsAway = 0): Promise<string> {
  const raw = new TextDecoder().decode(base32.decode(secret));
  return createOTP(raw).hotp(Math.floor(at.getTime() / seconds(30)) + stepsAway);
}

/** Enrols an authenticator app in a browser that gave the password, and gives its secret. */
export async function enrolTotp(ctx: Ctx, browser: Browser): Promise<{ secret: string; backupCodes: string[] }> {
  const session = await sessionOf(ctx, browser);
  const { secret } = await startTotpEnrolment(ctx, session);
  const code = await totpCodeAt(secret, ctx.clock.now());
  const outcome = await applyTotpEnrolment(ctx, { session, visit: browser.visit, code });
  if (outcome.status !== "enrolled") throw new Error("the authenticator was refused");
  browser.keep(outcome.cookies);
  return { secret, backupCodes: outcome.backupCodes ?? [] };
}

/** Gives a code of an authenticator app; its answer. */
export async function giveTotp(ctx: Ctx, browser: Browser, code: string) {
  const session = await sessionOf(ctx, browser);
  const outcome = await applySecondFactor(ctx, { session, visit: browser.visit, kind: "totp", code });
  if (outcome.status === "accepted") browser.keep(outcome.cookies);
  return outcome.status;
}

/** A person who signs in fully for the first time, with a new authenticator. */
export async function signInFirst(
  ctx: Ctx,
  email: string,
): Promise<{ browser: Browser; secret: string; backupCodes: string[] }> {
  const browser = newBrowser();
  await enterPassword(ctx, browser, email);
  return { browser, ...(await enrolTotp(ctx, browser)) };
}

/** The newest message to an address, of one purpose or of any. */
export async function lastMessage(
  database: TestDatabase,
  recipient: string,
  purpose: string | null = null,
): Promise<{ purpose: string; text: string } | undefined> {
  const [row] = await rowsOf(
    database.ownerUrl,
    `select purpose, body_text as text from messages where recipient = $1 and ($2::text is null or purpose = $2)
     order by created_at desc, id desc limit 1`,
    [recipient, purpose],
  );
  return row as { purpose: string; text: string } | undefined;
}

/** The token of the link in a message. */
export function tokenIn(message: { text: string } | undefined): string {
  return /\/admin\/\w+\/([0-9a-z]{52})/.exec(message?.text ?? "")?.[1] ?? "";
}

/** The same context with the password hash counted. */
export function countingHashes(ctx: Ctx): { ctx: Ctx; count: () => number } {
  let hashes = 0;
  const counted =
    <Argument, Result>(work: (argument: Argument) => Promise<Result>) =>
    (argument: Argument) => {
      hashes += 1;
      return work(argument);
    };
  const { hash, verify } = ctx.passwords;
  return { ctx: { ...ctx, passwords: { hash: counted(hash), verify: counted(verify) } }, count: () => hashes };
}
