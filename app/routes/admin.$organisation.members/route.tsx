import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listInvitations, listMembers, listRoleChanges } from "#app/domain/identity/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { change } from "./change.ts";
import { MembersPage } from "./members-page.tsx";

export const handle = { crumb: "Members" };

export const loader = staffLoader("members.read", async ({ ctx, actor }) => {
  const [members, invitations, roleChanges, { timeZone }] = await Promise.all([
    listMembers(ctx),
    listInvitations(ctx),
    listRoleChanges(ctx),
    getOrganisation(ctx),
  ]);
  const mayChange = roleMay(actor.role, "members.write");
  return { members, invitations, roleChanges, timeZone, mayChange, userId: actor.userId };
});

export const action = staffAction("members.write", async ({ ctx, form, organisationId }) => {
  const answer = await change(ctx, form);
  if (answer.isRefused) return data({ problem: answer.message, fieldId: answer.fieldId }, { status: 400 });
  const { message, tone = "success" } = answer;
  return redirectWithFlash(`/admin/${organisationId}/members`, { message, tone }, ctx.clock.now());
});

export default function Members() {
  const refused = useActionData<typeof action>();
  return <MembersPage {...useLoaderData<typeof loader>()} refused={refused ?? null} />;
}
