import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { violatedConstraint } from "../violations.ts";
import { takeLinkAttempt } from "./attempts.ts";
import { clearSessionCookie } from "./cookies.ts";
import { changePerson, personAudit } from "./people.ts";
import { hashSecret } from "./secrets.ts";
import { emailChangedLetter } from "./staff-mail.ts";

export type ApplyEmailOutcome = { status: "changed"; cookies: string[] } | { status: "dead" };

/**
 * Makes the proved address the one a person signs in with, once. All sessions end, other links are void, and the old
 * address is told. An address that became somebody else's meanwhile is a dead link. Throws RATE_LIMITED.
 */
export async function applyEmailChange(ctx: Ctx, { token }: { token: string }): Promise<ApplyEmailOutcome> {
  await takeLinkAttempt(ctx);
  const now = ctx.clock.now();
  const tokenHash = await hashSecret(token);
  const isAlive = sql`token_hash = ${tokenHash} and purpose = 'email_change' and used_at is null
    and voided_at is null and expires_at > ${now}::timestamptz`;
  const [link] = await query<{ userId: string; oldEmail: string; newEmail: string }>(
    ctx.systemDb,
    sql`select u.id as "userId", u.email as "oldEmail", l.new_email as "newEmail"
      from one_time_links l join staff_users u on u.id = l.user_id where ${isAlive}`,
  );
  if (!link) return { status: "dead" };
  const { userId, oldEmail, newEmail } = link;
  const letter = { organisationId: null, recipient: oldEmail, ...emailChangedLetter(now) };
  try {
    const used = await changePerson(
      userId,
      sql`with used as (update one_time_links set used_at = ${now} where ${isAlive} returning id),
        changed as (update staff_users set email = ${newEmail}, email_verified = true, updated_at = ${now}
          where id = ${userId} and exists (select from used)),
        voided as (update one_time_links set voided_at = ${now} where user_id = ${userId} and token_hash <> ${tokenHash}
          and used_at is null and voided_at is null and exists (select from used)),
        ended as (delete from staff_sessions where user_id = ${userId} and exists (select from used)),
        audited as (${personAudit({ userId, action: "email.changed" }, ctx, sql`used`)}),
        told as (${messageInsert(letter, ctx, sql`used`)})
        select id from used`,
      ctx,
    );
    if (used.length === 0) return { status: "dead" };
  } catch (error) {
    if (violatedConstraint(error) === "staff_users_email_is_unique") return { status: "dead" };
    throw error;
  }
  await ctx.wake([{ kind: "message" }]);
  return { status: "changed", cookies: [clearSessionCookie()] };
}
