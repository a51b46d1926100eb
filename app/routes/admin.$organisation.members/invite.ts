import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { createInvitation } from "#app/domain/identity/index.ts";
import { invitationForm } from "#app/domain/identity/input.ts";
import type { StaffPost } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

/** Answers the form that asks for one more person. */
export async function invite({ ctx, form, organisationId }: StaffPost) {
  const submission = parseWithZod(form, { schema: invitationForm });
  if (submission.status !== "success") return data({ invite: submission.reply() }, { status: 400 });
  const { status } = await createInvitation(ctx, submission.value);
  if (status === "already_member") {
    const fieldErrors = { email: ["This person is a member already."] };
    return data({ invite: submission.reply({ fieldErrors }) }, { status: 400 });
  }
  const message =
    status === "sent"
      ? "Invitation sent. Its link works for 30 minutes."
      : "Asked: the invitation goes out when a second person agrees.";
  return redirectWithFlash(`/admin/${organisationId}/members`, { message }, ctx.clock.now());
}
