import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { sealText } from "../sealing.ts";
import { requireEnrolling, type StaffSession } from "./rules.ts";
import { newTotpSecret, totpUri } from "./totp.ts";

/**
 * Offers a new authenticator secret: `uri` is for a QR code, `secret` to be typed. It waits beside the one in use, and
 * takes its place when a first code has proved it. Throws FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function startTotpEnrolment(ctx: Ctx, session: StaffSession): Promise<{ uri: string; secret: string }> {
  const now = ctx.clock.now();
  requireEnrolling(session, now);
  const secret = newTotpSecret(ctx.randomness);
  const { userId, email } = session;
  const sealed = await sealText(secret, userId, { keys: ctx.settings.dataKeys, randomness: ctx.randomness });
  await query(
    ctx.systemDb,
    sql`insert into staff_two_factors (user_id, pending_secret, created_at) values (${userId}, ${sealed}, ${now})
      on conflict (user_id) do update set pending_secret = excluded.pending_secret`,
  );
  const { uri, typed } = totpUri(secret, email);
  return { uri, secret: typed };
}
