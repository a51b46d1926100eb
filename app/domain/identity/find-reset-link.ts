import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { takeLinkAttempt } from "./attempts.ts";
import { hashSecret } from "./secrets.ts";

/** Does a reset link still work? Looking does not use it up, as mail scanners look too. Throws RATE_LIMITED. */
export async function findResetLink(ctx: Ctx, { token }: { token: string }): Promise<{ status: "alive" | "dead" }> {
  await takeLinkAttempt(ctx);
  const [link] = await query(
    ctx.systemDb,
    sql`select id from one_time_links where token_hash = ${await hashSecret(token)} and purpose = 'password_reset'
      and used_at is null and voided_at is null and expires_at > ${ctx.clock.now()}`,
  );
  return { status: link ? "alive" : "dead" };
}
