import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { takePasskeyAttempt } from "./attempts.ts";
import { type Ceremony, identityAuth } from "./auth.ts";
import { headersOf, type Visit } from "./cookies.ts";
import { deviceOf, isSomebodysDevice } from "./sign-in.ts";

/**
 * Begins a sign-in, or a step-up, with a passkey: a challenge for the browser, good for five minutes and once, and the
 * cookie that belongs to it. Nobody is named, so nothing is revealed. Clears challenges that nobody answered. Throws RATE_LIMITED.
 */
export async function startPasskeySession(ctx: Ctx, { visit }: { visit: Visit }): Promise<Ceremony> {
  const now = ctx.clock.now();
  const device = await deviceOf(visit, ctx);
  const [known] = await query(
    ctx.systemDb,
    sql`with swept as (delete from staff_verifications where expires_at < ${now}::timestamptz)
      select 1 as one where ${isSomebodysDevice(device, now)}`,
  );
  await takePasskeyAttempt(ctx, known ? device.hash : null);
  const { headers, response } = await identityAuth(ctx).api.generatePasskeyAuthenticationOptions({
    headers: headersOf(visit),
    returnHeaders: true,
  });
  return { options: { ...response, userVerification: "required" }, cookies: headers.getSetCookie() };
}
