import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { takePasskeyAttempt } from "./attempts.ts";
import { identityAuth, unlessRefused } from "./auth.ts";
import { headersOf, readSessionToken, type Visit } from "./cookies.ts";
import { passkeyAssertion } from "./input.ts";
import { mayWork } from "./people.ts";
import { completeFactor, deviceOf, isSomebodysDevice } from "./sign-in.ts";

export type PasskeySessionOutcome = { status: "created"; cookies: string[] } | { status: "refused" };

/**
 * Signs in with a passkey, which stands for both factors as the authenticator verified the person. The same is the
 * step-up of somebody who is signed in: the session this browser had is over, and the new one's factor is fresh.
 * Needs no password's place, so nobody who tries passwords can shut its owner out. Throws RATE_LIMITED.
 */
export async function createPasskeySession(
  ctx: Ctx,
  { visit, response: given }: { visit: Visit; response: unknown },
): Promise<PasskeySessionOutcome> {
  const now = ctx.clock.now();
  const device = await deviceOf(visit, ctx);
  const [known] = await query(ctx.systemDb, sql`select 1 as one where ${isSomebodysDevice(device, now)}`);
  await takePasskeyAttempt(ctx, known ? device.hash : null);
  const assertion = passkeyAssertion.safeParse(given);
  if (!assertion.success) return { status: "refused" };
  const response = assertion.data;
  const verified = await unlessRefused(
    identityAuth(ctx).api.verifyPasskeyAuthentication({ body: { response }, headers: headersOf(visit) }),
  );
  if (!verified) return { status: "refused" };
  const { user, session } = verified;
  const before = await readSessionToken(visit, ctx.settings.authSecrets);
  const passkey = sql`(select id from staff_passkeys
    where credential_id = ${response.id} and user_id = ${user.id} and activated_at is not null)`;
  const cookies = await completeFactor(
    {
      session: { sessionId: session.id, userId: user.id, email: user.email },
      visit,
      device,
      accepted: sql`select 1 as one from held where exists ${passkey} and ${mayWork(user.id)}`,
      audit: { action: "session.created", after: sql`jsonb_build_object('factor', 'passkey', 'passkey', ${passkey})` },
      also: [
        { name: "used", query: sql`update staff_passkeys set last_used_at = ${now} where id = ${passkey}` },
        { name: "replaced", query: sql`delete from staff_sessions where token = ${before} and id <> ${session.id}` },
      ],
    },
    ctx,
  );
  return cookies ? { status: "created", cookies } : { status: "refused" };
}
