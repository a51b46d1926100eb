import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { after } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { takeLinkRequest } from "./attempts.ts";
import { resetRequestForm } from "./input.ts";
import { mayWork } from "./people.ts";
import { LINK_MS } from "./rules.ts";
import { hashSecret, newSecret } from "./secrets.ts";
import { linkUrl, resetLetter } from "./staff-mail.ts";

/**
 * Sends a link to choose a new password, if the address is somebody's. The answer and the work are the same if it is not.
 * At most three in half an hour for an account; who asks for more already has one that works, so earlier links stay good.
 * Throws RATE_LIMITED for an address that asks for many.
 */
export async function createResetLink(ctx: Ctx, input: { email: string }): Promise<{ status: "sent" }> {
  const { email } = resetRequestForm.parse(input);
  if (!(await takeLinkRequest(ctx, "reset", email))) return { status: "sent" };
  const now = ctx.clock.now();
  const expiresAt = after(now, LINK_MS);
  const token = newSecret(ctx.randomness);
  const letter = resetLetter(linkUrl(ctx.settings.appUrl, "password_reset", token));
  await query(
    ctx.systemDb,
    sql`with link as (
        insert into one_time_links (id, purpose, user_id, token_hash, created_at, expires_at)
        select ${newId("lnk", now, ctx.randomness)}, 'password_reset', u.id, ${await hashSecret(token)}, ${now}, ${expiresAt}
        from staff_users u where u.email = ${email} and ${mayWork(sql`u.id`)} returning id
      ), told as (${messageInsert({ organisationId: null, recipient: email, expiresAt, ...letter }, ctx, sql`link`)})
      select id from link`,
  );
  await ctx.wake([{ kind: "message" }]);
  return { status: "sent" };
}
