import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { takeLinkAttempt } from "./attempts.ts";
import { hashSecret } from "./secrets.ts";

/** The address that a link is to prove; null when the link no longer works. Looking does not use it up. */
export async function findEmailChange(ctx: Ctx, { token }: { token: string }): Promise<{ newEmail: string } | null> {
  await takeLinkAttempt(ctx);
  const [link] = await query<{ newEmail: string }>(
    ctx.systemDb,
    sql`select new_email as "newEmail" from one_time_links where token_hash = ${await hashSecret(token)}
      and purpose = 'email_change' and used_at is null and voided_at is null and expires_at > ${ctx.clock.now()}`,
  );
  return link ?? null;
}
