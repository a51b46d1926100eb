import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/**
 * Takes back an invitation that nobody accepted; its link dies at once. Moves: requested, sent → revoked. Another
 * organisation's is `not_open`. Throws FORBIDDEN.
 */
export async function archiveInvitation(
  ctx: Ctx,
  { invitationId }: { invitationId: string },
): Promise<{ status: "revoked" | "not_open" }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "members.write", now);
  const change = { organisationId, action: "invitation.revoked", subject: invitationId };
  const revoked = await query(
    ctx.db,
    sql`with revoked as (
        update invitations set status = 'revoked', revoked_at = ${now}, token_hash = null
        where id = ${invitationId} and organisation_id = ${organisationId} and status in ('requested', 'sent') returning id
      ), audited as (${auditInsert(change, ctx, sql`revoked`)})
      select id from revoked`,
  );
  return { status: revoked.length > 0 ? "revoked" : "not_open" };
}
