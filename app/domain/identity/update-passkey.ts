import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { personName } from "./input.ts";
import { personAudit } from "./people.ts";
import type { StaffSession } from "./rules.ts";

/** Gives a person's own passkey another name. Throws FORBIDDEN before the sign-in is complete, and INVALID_INPUT. */
export async function updatePasskey(
  ctx: Ctx,
  { session, passkeyId, name }: { session: StaffSession; passkeyId: string; name: string },
): Promise<{ status: "renamed" | "not_found" }> {
  if (session.stage !== "complete") throw new AppError("FORBIDDEN", "Finish signing in first.");
  const parsed = personName.safeParse(name);
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? "Enter a name.";
    throw new AppError("INVALID_INPUT", "The passkey keeps its name.", [{ field: "name", message }]);
  }
  const { userId } = session;
  const entry = { userId, action: "factor.passkey_renamed", after: { passkey: passkeyId } };
  const renamed = await query(
    ctx.systemDb,
    sql`with renamed as (
        update staff_passkeys set name = ${parsed.data}
        where id = ${passkeyId} and user_id = ${userId} and activated_at is not null returning id
      ), audited as (${personAudit(entry, ctx, sql`renamed`)})
      select id from renamed`,
  );
  return { status: renamed.length > 0 ? "renamed" : "not_found" };
}
