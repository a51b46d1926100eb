import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { removeFactor } from "./removed-factor.ts";
import { requireFreshFactor, type StaffSession } from "./rules.ts";

/**
 * Takes the authenticator app out of use. The last factor stays: a person without one could only enrol another.
 * Throws FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function archiveTotp(
  ctx: Ctx,
  { session }: { session: StaffSession },
): Promise<{ status: "removed" | "last_factor" }> {
  requireFreshFactor(session, ctx.clock.now());
  const { userId } = session;
  const isRemoved = await removeFactor(
    {
      session,
      removed: sql`delete from staff_two_factors where user_id = ${userId} and exists (
        select from staff_passkeys where user_id = ${userId} and activated_at is not null) returning user_id`,
      action: "factor.totp_removed",
      before: {},
      said: "The authenticator app was removed.",
    },
    ctx,
  );
  return { status: isRemoved ? "removed" : "last_factor" };
}
