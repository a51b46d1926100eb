import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { removeFactor } from "./removed-factor.ts";
import { requireFreshFactor, type StaffSession } from "./rules.ts";

/**
 * Takes a passkey out of use. The last factor stays: a person without one could only enrol another.
 * Throws FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function archivePasskey(
  ctx: Ctx,
  { session, passkeyId }: { session: StaffSession; passkeyId: string },
): Promise<{ status: "removed" | "kept" }> {
  requireFreshFactor(session, ctx.clock.now());
  const isRemoved = await removeFactor(
    {
      session,
      removed: sql`delete from staff_passkeys k where id = ${passkeyId} and user_id = ${session.userId} and (
          exists (select from staff_passkeys o where o.user_id = k.user_id and o.id <> k.id and o.activated_at is not null)
          or exists (select from staff_two_factors t where t.user_id = k.user_id and t.verified_at is not null)
        ) returning id`,
      action: "factor.passkey_removed",
      before: { passkey: passkeyId },
      said: "A passkey was removed.",
    },
    ctx,
  );
  return { status: isRemoved ? "removed" : "kept" };
}
