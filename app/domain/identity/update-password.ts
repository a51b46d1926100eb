import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { takePasswordAttempt } from "./attempts.ts";
import { requireGoodPassword } from "./chosen-password.ts";
import { type Visit, writeSessionCookie } from "./cookies.ts";
import { changePerson, endOtherSessions, personAudit } from "./people.ts";
import { requireFreshFactor, type StaffSession } from "./rules.ts";
import { newSecret } from "./secrets.ts";
import { deviceOf, isKnownForPasswords } from "./sign-in.ts";
import { passwordChangedLetter } from "./staff-mail.ts";

export type UpdatePasswordOutcome = { status: "updated"; cookies: string[] } | { status: "wrong_password" };

/**
 * Changes a person's own password, knowing the present one. The session gets a new token, all others end, links that were
 * sent are void, and the person is told. Throws INVALID_INPUT for one that is easily guessed, FORBIDDEN,
 * STEP_UP_REQUIRED and RATE_LIMITED.
 */
export async function updatePassword(
  ctx: Ctx,
  input: { session: StaffSession; visit: Visit; currentPassword: string; newPassword: string },
): Promise<UpdatePasswordOutcome> {
  const { session, visit, currentPassword, newPassword } = input;
  const { userId, email, name } = session;
  const now = ctx.clock.now();
  requireFreshFactor(session, now);
  requireGoodPassword(newPassword, [email, name], "newPassword");
  const device = await deviceOf(visit, ctx);
  const [held] = await query<{ hash: string; isKnown: boolean }>(
    ctx.systemDb,
    sql`select password as hash, ${isKnownForPasswords(userId, device, now)} as "isKnown" from staff_accounts
      where user_id = ${userId} and provider_id = 'credential' and password is not null`,
  );
  await takePasswordAttempt(ctx, { account: email, knownDevice: held?.isKnown ? device.hash : null });
  if (!held || !(await ctx.passwords.verify({ hash: held.hash, password: currentPassword }))) {
    return { status: "wrong_password" };
  }
  const token = await replace(ctx, session, held.hash, await ctx.passwords.hash(newPassword));
  if (!token) return { status: "wrong_password" };
  await ctx.wake([{ kind: "message" }]);
  return { status: "updated", cookies: [await writeSessionCookie(token, ctx.settings.authSecrets)] };
}

/** Guarded by the hash it replaces: of two changes at once the first wins. */
async function replace(ctx: Ctx, session: StaffSession, hash: string, newHash: string): Promise<string | null> {
  const { userId, sessionId, email } = session;
  const now = ctx.clock.now();
  const token = newSecret(ctx.randomness);
  const letter = { organisationId: null, recipient: email, ...passwordChangedLetter(now) };
  const changed = await changePerson(
    userId,
    sql`with changed as (
        update staff_accounts set password = ${newHash}, updated_at = ${now}
        where user_id = ${userId} and provider_id = 'credential' and password = ${hash} returning id
      ), rotated as (
        update staff_sessions set token = ${token}, updated_at = ${now} where id = ${sessionId}
          and exists (select from changed)
      ), ended as (${endOtherSessions(userId, sessionId, sql`changed`)}),
      voided as (update one_time_links set voided_at = ${now} where user_id = ${userId} and used_at is null
        and voided_at is null and exists (select from changed)),
      audited as (${personAudit({ userId, action: "password.changed" }, ctx, sql`changed`)}),
      told as (${messageInsert(letter, ctx, sql`changed`)})
      select id from changed`,
    ctx,
  );
  return changed.length > 0 ? token : null;
}
