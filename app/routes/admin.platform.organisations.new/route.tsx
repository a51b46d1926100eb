import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData } from "@remix-run/react";
import { createInvitation } from "#app/domain/identity/index.ts";
import { createOrganisation } from "#app/domain/organisations/index.ts";
import { newOrganisation } from "#app/domain/organisations/input.ts";
import { inOrganisation, platformAction, platformLoader } from "#app/platform-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { NewOrganisationForm } from "./new-organisation-form.tsx";

export const handle = { crumb: "New organisation" };

export const loader = platformLoader("platform.write", async () => null);

export const action = platformAction("platform.write", async (asked) => {
  const submission = parseWithZod(asked.form, { schema: newOrganisation });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const { organisationId } = await createOrganisation(asked.ctx, submission.value);
  const owner = { email: submission.value.ownerEmail, role: "owner" } as const;
  const { status } = await createInvitation(inOrganisation(asked, organisationId), owner);
  const message =
    status === "sent"
      ? "Organisation taken in. Its owner has an invitation."
      : "Organisation taken in. Another of Asante’s people must agree to the owner’s invitation, below.";
  return redirectWithFlash(`/admin/${organisationId}/members`, { message }, asked.ctx.clock.now());
});

export default function NewOrganisation() {
  return <NewOrganisationForm lastResult={useActionData<typeof action>()} />;
}
