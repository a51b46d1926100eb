import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { takePasswordAttempt } from "./attempts.ts";
import { identityAuth, unlessRefused } from "./auth.ts";
import { headersOf, readSessionToken, type Visit, writeSessionCookie } from "./cookies.ts";
import { signInForm } from "./input.ts";
import { changePerson, hasFactor, mayWork, personAudit, sweepSessions } from "./people.ts";
import { type Stage, stageOf } from "./rules.ts";
import { type Device, deviceOf, isKnownForPasswords } from "./sign-in.ts";

export type CreateSessionOutcome = { status: "created"; stage: Stage; cookies: string[] } | { status: "refused" };

/**
 * Signs in with e-mail and password, which is half the way: the session may only give or enrol a second factor. A wrong
 * password, an unknown address and a person who no longer works here get the same answer after the same work. Tries are
 * counted before the hash, strangers' apart from known devices'. Throws RATE_LIMITED.
 */
export async function createSession(
  ctx: Ctx,
  input: { visit: Visit; email: string; password: string },
): Promise<CreateSessionOutcome> {
  const { visit } = input;
  const attempt = signInForm.safeParse(input);
  if (!attempt.success) return { status: "refused" };
  const { email, password } = attempt.data;
  const device = await deviceOf(visit, ctx);
  const isKnown = device.isClaimed && (await isKnownTo(ctx, email, device));
  await takePasswordAttempt(ctx, { account: email, knownDevice: isKnown ? device.hash : null });
  const body = { email, password };
  const signedIn = await unlessRefused(identityAuth(ctx).api.signInEmail({ body, headers: headersOf(visit) }));
  const activated = signedIn && (await activate(ctx, signedIn.user.id, signedIn.token, visit));
  if (!signedIn || !activated) {
    ctx.log.info("identity.sign_in_refused", { known_device: isKnown });
    return { status: "refused" };
  }
  const stage = stageOf({ secondFactorAt: null, hasSecondFactor: activated.hasSecondFactor });
  return { status: "created", stage, cookies: [await writeSessionCookie(signedIn.token, ctx.settings.authSecrets)] };
}

async function isKnownTo(ctx: Ctx, email: string, device: Device): Promise<boolean> {
  const isKnown = isKnownForPasswords(sql`u.id`, device, ctx.clock.now());
  const found = await query(ctx.systemDb, sql`select id from staff_users u where email = ${email} and ${isKnown}`);
  return found.length > 0;
}

/** Makes the session count, with its audit row; the one this browser had before is over. */
async function activate(ctx: Ctx, userId: string, token: string, visit: Visit) {
  const now = ctx.clock.now();
  const before = await readSessionToken(visit, ctx.settings.authSecrets);
  const entry = { userId, action: "session.password_accepted" };
  const [activated] = await changePerson<{ hasSecondFactor: boolean }>(
    userId,
    sql`with activated as (
        update staff_sessions set activated_at = ${now}::timestamptz, seen_at = ${now}::timestamptz
        where token = ${token} and user_id = ${userId} and activated_at is null and ${mayWork(userId)} returning id
      ), swept as (${sweepSessions(userId, now)}),
      replaced as (delete from staff_sessions where token = ${before} and token <> ${token}),
      audited as (${personAudit(entry, ctx, sql`activated`)})
      select ${hasFactor(userId)} as "hasSecondFactor" from activated`,
    ctx,
  );
  return activated;
}
