import type { Ctx } from "#app/domain/context.ts";
import {
  applyRoleChange,
  archiveInvitation,
  archiveMember,
  createRoleChange,
  releaseInvitation,
  voidRoleChange,
} from "#app/domain/identity/index.ts";
import { memberRole } from "#app/domain/identity/input.ts";

export type ChangeAnswer =
  | { isRefused: false; message: string; tone?: "warning" }
  | { isRefused: true; message: string };

const done = (message: string): ChangeAnswer => ({ isRefused: false, message });
/** The world said no: told on the page that comes back, where the present state is seen. */
const not = (message: string): ChangeAnswer => ({ isRefused: false, message, tone: "warning" });
const refused = (message: string): ChangeAnswer => ({ isRefused: true, message });

const LAST_OWNER = "Nothing was changed: an organisation keeps at least one owner.";
const NOT_OPEN = "Somebody had decided it already.";
const OWN_REQUEST = "You asked for this yourself: somebody else has to agree.";

/** Does what a button of the members' page asks, by its field `intent`, and says it in a sentence. */
export async function change(ctx: Ctx, form: FormData): Promise<ChangeAnswer> {
  const id = String(form.get("id") ?? "");
  switch (form.get("intent")) {
    case "release":
      return released[(await releaseInvitation(ctx, { invitationId: id })).status];
    case "revoke":
      return revoked[(await archiveInvitation(ctx, { invitationId: id })).status];
    case "role":
      return changeRole(ctx, id, form);
    case "apply":
      return applied[(await applyRoleChange(ctx, { changeId: id })).status];
    case "decline":
      return declined[(await voidRoleChange(ctx, { changeId: id })).status];
    case "remove":
      return removed[(await archiveMember(ctx, { userId: id })).status];
    default:
      return refused("This form is not one of ours. Nothing was done.");
  }
}

async function changeRole(ctx: Ctx, userId: string, form: FormData): Promise<ChangeAnswer> {
  const role = memberRole.safeParse(form.get("role"));
  if (!role.success) return refused("Choose a role.");
  return changed[(await createRoleChange(ctx, { userId, role: role.data })).status];
}

const released = {
  sent: done("Invitation sent. Its link works for 30 minutes."),
  not_open: not(NOT_OPEN),
  own_request: not(OWN_REQUEST),
} satisfies Record<string, ChangeAnswer>;

const revoked = { revoked: done("Invitation withdrawn: its link is dead."), not_open: not(NOT_OPEN) };

const changed = {
  applied: done("Role changed. They sign in again with it."),
  requested: done("Asked: the role changes when a second person agrees."),
  unchanged: done("They have this role already."),
  already_requested: not("A change of this person’s role waits for a second person already."),
  last_owner: not(LAST_OWNER),
} satisfies Record<string, ChangeAnswer>;

const applied = {
  applied: done("Role changed. They sign in again with it."),
  not_open: not(NOT_OPEN),
  own_request: not("Neither who asked nor whose role it is can agree."),
  last_owner: not(LAST_OWNER),
} satisfies Record<string, ChangeAnswer>;

const declined = { void: done("Declined: the role stays as it is."), not_open: not(NOT_OPEN) };

const removed = {
  removed: done("Removed. Their sessions have ended; to have them back, invite them again."),
  not_found: not("They had left already."),
  last_owner: not(LAST_OWNER),
} satisfies Record<string, ChangeAnswer>;
