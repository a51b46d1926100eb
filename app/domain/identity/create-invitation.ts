import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { requireStaff } from "../permissions.ts";
import { invitationForm, type MemberRole } from "./input.ts";
import { invitationLink } from "./invitation-link.ts";
import { mayChangeMember, needsChecker, permissionToGive } from "./rules.ts";

export type CreateInvitationOutcome =
  /** `requested` waits for a second person, as to anything but auditor. */
  { status: "sent" | "requested"; invitationId: string } | { status: "already_member" };

/**
 * Invites somebody to the organisation by e-mail; an open invitation of the same address is replaced and its link dies.
 * To anything but auditor it is only recorded until another person releases it. Throws FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function createInvitation(
  ctx: Ctx,
  input: { email: string; role: MemberRole },
): Promise<CreateInvitationOutcome> {
  const now = ctx.clock.now();
  requireStaff(ctx.actor, "members.write", now);
  const { email, role } = invitationForm.parse(input);
  const actor = requireStaff(ctx.actor, permissionToGive(role), now);
  const { organisationId, userId } = actor;
  if (!mayChangeMember(actor.role, { from: null, to: role }))
    throw new AppError("FORBIDDEN", "Your role does not include this.");
  const isChecked = needsChecker(role);
  const link = await invitationLink(ctx, { organisationId, email, role });
  const status = isChecked ? "requested" : "sent";
  const [tokenHash, expiresAt] = isChecked ? [null, null] : [link.tokenHash, link.expiresAt];
  const change = {
    organisationId,
    action: isChecked ? "invitation.requested" : "invitation.sent",
    subject: sql`created.id`,
    after: { email, role },
  };
  const sent = isChecked ? sql`(select where false) as unsent` : sql`created`;
  const [created] = await query<{ id: string }>(
    ctx.db,
    sql`with created as (
        insert into invitations as i (id, organisation_id, email, role, status, invited_by, token_hash, expires_at, created_at)
        select ${newId("inv", now, ctx.randomness)}, ${organisationId}, ${email}, ${role}, ${status}, ${userId},
          ${tokenHash}, ${expiresAt}::timestamptz, ${now}::timestamptz
        where not exists (
          select from members m join staff_users u on u.id = m.user_id
          where m.organisation_id = ${organisationId} and m.status = 'active' and u.email = ${email}
        )
        on conflict (organisation_id, email) where status in ('requested', 'sent') do update set role = excluded.role,
          status = excluded.status, invited_by = excluded.invited_by, approved_by = null,
          token_hash = ${tokenHash}, expires_at = excluded.expires_at
        returning i.id
      ), audited as (${auditInsert(change, ctx, sql`created`)}),
      told as (${messageInsert(link.message, ctx, sent)})
      select id from created`,
  );
  if (!created) return { status: "already_member" };
  if (!isChecked) await ctx.wake([{ kind: "message" }]);
  return { status, invitationId: created.id };
}
