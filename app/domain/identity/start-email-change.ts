import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { after } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { takeLinkRequest } from "./attempts.ts";
import { email } from "./input.ts";
import { LINK_MS, requireFreshFactor, type StaffSession } from "./rules.ts";
import { hashSecret, newSecret } from "./secrets.ts";
import { emailProofLetter, linkUrl } from "./staff-mail.ts";

/**
 * Sends a link to a new address, to prove it; nothing changes before it is followed. Says the same when the address is
 * somebody else's already, and sends nothing then. Throws FORBIDDEN, STEP_UP_REQUIRED and RATE_LIMITED.
 */
export async function startEmailChange(
  ctx: Ctx,
  { session, newEmail: typed }: { session: StaffSession; newEmail: string },
): Promise<{ status: "sent" }> {
  const now = ctx.clock.now();
  requireFreshFactor(session, now);
  const newEmail = email.parse(typed);
  if (!(await takeLinkRequest(ctx, "proof", newEmail))) return { status: "sent" };
  const { userId } = session;
  const expiresAt = after(now, LINK_MS);
  const token = newSecret(ctx.randomness);
  const letter = emailProofLetter(linkUrl(ctx.settings.appUrl, "email_change", token));
  const message = { organisationId: null, recipient: newEmail, expiresAt, ...letter };
  await query(
    ctx.systemDb,
    sql`with link as (
        insert into one_time_links (id, purpose, user_id, token_hash, new_email, created_at, expires_at)
        select ${newId("lnk", now, ctx.randomness)}, 'email_change', ${userId}, ${await hashSecret(token)}, ${newEmail},
          ${now}, ${expiresAt}
        where not exists (select from staff_users where email = ${newEmail}) returning id
      ), told as (${messageInsert(message, ctx, sql`link`)})
      select id from link`,
  );
  await ctx.wake([{ kind: "message" }]);
  return { status: "sent" };
}
