import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { openText } from "../sealing.ts";
import { takeFactorAttempt } from "./attempts.ts";
import type { Visit } from "./cookies.ts";
import { totpCode } from "./input.ts";
import { enrolFactor, type NewFactorOutcome } from "./new-factor.ts";
import { requireEnrolling, type StaffSession } from "./rules.ts";
import { takeTotpStep, totpStepOf } from "./totp.ts";

/**
 * Proves a new authenticator with its first code, which is used up by it, and puts it in use. All other sessions end.
 * Throws FORBIDDEN, STEP_UP_REQUIRED and RATE_LIMITED.
 */
export async function applyTotpEnrolment(
  ctx: Ctx,
  { session, visit, code: text }: { session: StaffSession; visit: Visit; code: string },
): Promise<NewFactorOutcome> {
  const now = ctx.clock.now();
  requireEnrolling(session, now);
  const { userId, sessionId } = session;
  await takeFactorAttempt(ctx, "enrolment", { account: sessionId, knownDevice: null });
  const code = totpCode.safeParse(text);
  const [held] = await query<{ pending: string | null }>(
    ctx.systemDb,
    sql`select pending_secret as pending from staff_two_factors where user_id = ${userId}`,
  );
  if (!code.success || !held?.pending) return { status: "refused" };
  const step = await totpStepOf(await openText(held.pending, userId, ctx.settings.dataKeys), code.data, now);
  if (step === null) return { status: "refused" };
  return enrolFactor(
    {
      session,
      visit,
      accepted: sql`update staff_two_factors set secret = pending_secret, pending_secret = null, verified_at = ${now}
        where user_id = ${userId} and pending_secret = ${held.pending} and exists (select from held) returning user_id`,
      also: [{ name: "taken", query: takeTotpStep(userId, step, now) }],
      action: "factor.totp_enrolled",
      said: session.factors.totp ? "Your authenticator app was replaced." : "An authenticator app was added.",
    },
    ctx,
  );
}
