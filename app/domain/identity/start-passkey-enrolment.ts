import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { type Ceremony, identityAuth, unlessRefused } from "./auth.ts";
import { headersOf, type Visit } from "./cookies.ts";
import { requireEnrolling, type StaffSession } from "./rules.ts";

/**
 * Begins the enrolment of a passkey: options for the browser, good for five minutes and once, and the cookie that belongs
 * to them. Ones that were made and never put in use are forgotten, or their authenticator would refuse to make another.
 * Throws FORBIDDEN, STEP_UP_REQUIRED and UNAUTHENTICATED.
 */
export async function startPasskeyEnrolment(
  ctx: Ctx,
  { session, visit }: { session: StaffSession; visit: Visit },
): Promise<Ceremony> {
  requireEnrolling(session, ctx.clock.now());
  await query(ctx.systemDb, sql`delete from staff_passkeys where user_id = ${session.userId} and activated_at is null`);
  const begun = await unlessRefused(
    identityAuth(ctx).api.generatePasskeyRegistrationOptions({ headers: headersOf(visit), returnHeaders: true }),
  );
  if (!begun) throw new AppError("UNAUTHENTICATED", "Sign in again.");
  return { options: { ...begun.response }, cookies: begun.headers.getSetCookie() };
}
