import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { takeLinkAttempt } from "./attempts.ts";
import { requireGoodPassword } from "./chosen-password.ts";
import { clearSessionCookie, type Visit, writeDeviceCookie } from "./cookies.ts";
import { changePerson, personAudit } from "./people.ts";
import { hashSecret } from "./secrets.ts";
import { deviceOf, forgetOtherDevices, knowDevice } from "./sign-in.ts";
import { passwordChangedLetter } from "./staff-mail.ts";

export type ApplyResetOutcome = { status: "reset"; cookies: string[] } | { status: "dead" };

/**
 * Sets a new password by a link, once; the person then signs in, second factor and all. All sessions end, other links are
 * void, other browsers are strangers again, and the person is told. This browser counts as known where passwords are tried,
 * so that nobody who tries them can shut out a person who reads their own mail; not where second factors are, or each reset
 * would buy as many guesses again. Throws INVALID_INPUT for a password that is easily guessed, and RATE_LIMITED.
 */
export async function applyResetLink(
  ctx: Ctx,
  { visit, token, password }: { visit: Visit; token: string; password: string },
): Promise<ApplyResetOutcome> {
  await takeLinkAttempt(ctx);
  const now = ctx.clock.now();
  const tokenHash = await hashSecret(token);
  const isAlive = sql`token_hash = ${tokenHash} and purpose = 'password_reset' and used_at is null
    and voided_at is null and expires_at > ${now}::timestamptz`;
  const [person] = await query<{ userId: string; email: string; name: string }>(
    ctx.systemDb,
    sql`select u.id as "userId", u.email, u.name from one_time_links l join staff_users u on u.id = l.user_id
      where ${isAlive}`,
  );
  if (!person) return { status: "dead" };
  const { userId, email, name } = person;
  requireGoodPassword(password, [email, name], "password");
  const hash = await ctx.passwords.hash(password);
  const device = await deviceOf(visit, ctx);
  const letter = { organisationId: null, recipient: email, ...passwordChangedLetter(now) };
  const used = await changePerson(
    userId,
    sql`with used as (update one_time_links set used_at = ${now} where ${isAlive} returning id),
      changed as (update staff_accounts set password = ${hash}, updated_at = ${now}
        where user_id = ${userId} and provider_id = 'credential' and exists (select from used)),
      voided as (update one_time_links set voided_at = ${now} where user_id = ${userId} and token_hash <> ${tokenHash}
        and used_at is null and voided_at is null and exists (select from used)),
      ended as (delete from staff_sessions where user_id = ${userId} and exists (select from used)),
      forgotten as (${forgetOtherDevices(userId, device, sql`used`)}),
      known as (${knowDevice({ userId, device, gaveFactor: false }, now, sql`used`)}),
      audited as (${personAudit({ userId, action: "password.reset" }, ctx, sql`used`)}),
      told as (${messageInsert(letter, ctx, sql`used`)})
      select id from used`,
    ctx,
  );
  if (used.length === 0) return { status: "dead" };
  await ctx.wake([{ kind: "message" }]);
  return { status: "reset", cookies: [clearSessionCookie(), writeDeviceCookie(device.value)] };
}
