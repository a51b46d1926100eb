import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { requireStaff } from "../permissions.ts";
import type { MemberRole } from "./input.ts";
import { invitationLink } from "./invitation-link.ts";
import { isStillEntitled } from "./load.ts";
import { mayCheck } from "./rules.ts";

export type ReleaseInvitationOutcome = { status: "sent" | "not_open" | "own_request" };

/**
 * The second person's word on an invitation to anything but auditor: its link is sent. Of somebody who may ask
 * for it no longer, nothing is open. Moves: requested → sent. Throws
 * NOT_FOUND for another organisation's, FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function releaseInvitation(
  ctx: Ctx,
  { invitationId }: { invitationId: string },
): Promise<ReleaseInvitationOutcome> {
  const actor = requireStaff(ctx.actor, "members.grant", ctx.clock.now());
  const { organisationId, userId } = actor;
  const [invitation] = await query<{ email: string; role: MemberRole; status: string; invitedBy: string }>(
    ctx.db,
    sql`select email, role, status, invited_by as "invitedBy" from invitations
      where id = ${invitationId} and organisation_id = ${organisationId}`,
  );
  if (!invitation) throw new AppError("NOT_FOUND", "There is no such invitation.");
  const { email, role, status, invitedBy } = invitation;
  if (!mayCheck(actor.role, role)) throw new AppError("FORBIDDEN", "An owner has to agree to this.");
  if (status !== "requested") return { status: "not_open" };
  if (invitedBy === userId) return { status: "own_request" };
  if (!(await isStillEntitled(ctx, { organisationId, userId: invitedBy }))) return { status: "not_open" };
  const link = await invitationLink(ctx, { organisationId, email, role });
  const change = { organisationId, action: "invitation.sent", subject: invitationId, after: { email, role } };
  const sent = await query(
    ctx.db,
    sql`with sent as (
        update invitations set status = 'sent', approved_by = ${userId}, token_hash = ${link.tokenHash},
          expires_at = ${link.expiresAt}
        where id = ${invitationId} and organisation_id = ${organisationId} and status = 'requested'
          and invited_by <> ${userId} and role = ${role} returning id
      ), audited as (${auditInsert(change, ctx, sql`sent`)}),
      told as (${messageInsert(link.message, ctx, sql`sent`)})
      select id from sent`,
  );
  if (sent.length === 0) return { status: "not_open" };
  await ctx.wake([{ kind: "message" }]);
  return { status: "sent" };
}
