import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { identityAuth, unlessRefused } from "./auth.ts";
import { headersOf, type Visit } from "./cookies.ts";
import { passkeyAttestation, personName } from "./input.ts";
import { enrolFactor, type NewFactorOutcome } from "./new-factor.ts";
import { requireEnrolling, type StaffSession } from "./rules.ts";

/**
 * Ends the enrolment of a passkey: the authenticator's answer is verified, person included, and the key put in use. All
 * other sessions end. Throws FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function createPasskey(
  ctx: Ctx,
  input: { session: StaffSession; visit: Visit; response: unknown; name: string },
): Promise<NewFactorOutcome> {
  const { session, visit } = input;
  const now = ctx.clock.now();
  requireEnrolling(session, now);
  const attestation = passkeyAttestation.safeParse(input.response);
  const name = personName.safeParse(input.name);
  if (!attestation.success) return { status: "refused" };
  const made = await unlessRefused(
    identityAuth(ctx).api.verifyPasskeyRegistration({
      body: { response: attestation.data, name: name.success ? name.data : "Passkey" },
      headers: headersOf(visit),
    }),
  );
  if (!made) return { status: "refused" };
  return enrolFactor(
    {
      session,
      visit,
      accepted: sql`update staff_passkeys set activated_at = ${now}
        where id = ${made.id} and user_id = ${session.userId} and activated_at is null
          and exists (select from held) returning id`,
      action: "factor.passkey_added",
      said: "A passkey was added.",
    },
    ctx,
  );
}
