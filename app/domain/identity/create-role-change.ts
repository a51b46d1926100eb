import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff, type StaffActor } from "../permissions.ts";
import { type MemberRole, memberRole } from "./input.ts";
import { loadMember, type Member } from "./load.ts";
import { memberChange } from "./member-change.ts";
import { changePerson } from "./people.ts";
import { mayChangeMember, needsChecker, permissionToGive } from "./rules.ts";

export type CreateRoleChangeOutcome =
  | { status: "applied" | "unchanged" | "last_owner" | "already_requested" }
  /** Waits for a second person, as to anything but auditor. */
  | { status: "requested"; changeId: string };

/**
 * Gives a member another role. To anything but auditor it is only recorded until another person applies it; every other
 * change is made at once and ends the member's sessions. Nobody changes their own role. The last owner stays one.
 * Throws NOT_FOUND, FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function createRoleChange(
  ctx: Ctx,
  input: { userId: string; role: MemberRole },
): Promise<CreateRoleChangeOutcome> {
  const now = ctx.clock.now();
  const actor = requireStaff(ctx.actor, "members.write", now);
  const role = memberRole.parse(input.role);
  const member = await loadMember(ctx, actor.organisationId, input.userId);
  if (!mayChangeMember(actor.role, { from: member.role, to: role }) || member.userId === actor.userId) {
    throw new AppError("FORBIDDEN", "Somebody else has to make this change.");
  }
  if (member.role === role) return { status: "unchanged" };
  requireStaff(actor, permissionToGive(role, member.role), now);
  return needsChecker(role, member.role) ? request(ctx, actor, member, role) : change(ctx, actor, member, role);
}

async function request(
  ctx: Ctx,
  actor: StaffActor,
  member: Member,
  role: MemberRole,
): Promise<CreateRoleChangeOutcome> {
  const now = ctx.clock.now();
  const { organisationId } = actor;
  const changeId = newId("rch", now, ctx.randomness);
  const entry = {
    organisationId,
    action: "member.role_change_requested",
    subject: member.userId,
    before: { role: member.role },
    after: { role },
  };
  const requested = await query(
    ctx.db,
    sql`with requested as (
        insert into role_changes (id, organisation_id, user_id, from_role, to_role, status, requested_by, created_at)
        values (${changeId}, ${organisationId}, ${member.userId}, ${member.role}, ${role}, 'requested', ${actor.userId}, ${now})
        on conflict do nothing returning id
      ), audited as (${auditInsert(entry, ctx, sql`requested`)})
      select id from requested`,
  );
  return requested.length > 0 ? { status: "requested", changeId } : { status: "already_requested" };
}

async function change(ctx: Ctx, actor: StaffActor, member: Member, role: MemberRole): Promise<CreateRoleChangeOutcome> {
  const { organisationId } = actor;
  const entry = {
    organisationId,
    action: "member.role_changed",
    subject: member.userId,
    before: { role: member.role },
    after: { role },
  };
  const changed = await changePerson(
    member.userId,
    sql`with ${memberChange(
      { organisationId, userId: member.userId },
      { set: sql`role = ${role}`, where: sql`m.role = ${member.role}`, keepsOwner: sql`false` },
    )}, voided as (
        update role_changes set status = 'void', decided_at = ${ctx.clock.now()} where organisation_id = ${organisationId}
          and user_id = ${member.userId} and status = 'requested' and exists (select from changed)
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select user_id from changed`,
    ctx,
  );
  if (changed.length > 0) return { status: "applied" };
  return { status: member.role === "owner" ? "last_owner" : "unchanged" };
}
