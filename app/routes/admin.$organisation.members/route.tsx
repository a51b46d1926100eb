import type { SubmissionResult } from "@conform-to/react";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listInvitations, listMembers, listRoleChanges } from "#app/domain/identity/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { change } from "./change.ts";
import { invite } from "./invite.ts";
import { MembersPage } from "./members-page.tsx";

export const handle = { crumb: "Members" };

export const loader = staffLoader("members.read", async ({ ctx, actor, request }) => {
  const search = new URL(request.url).searchParams.get("q") ?? "";
  const [{ members, total }, invitations, roleChanges, { timeZone }] = await Promise.all([
    listMembers(ctx, search),
    listInvitations(ctx),
    listRoleChanges(ctx),
    getOrganisation(ctx),
  ]);
  const mayChange = roleMay(actor.role, "members.write");
  return { members, total, search, invitations, roleChanges, timeZone, mayChange, userId: actor.userId };
});

export const action = staffAction("members.write", async (post) => {
  const { ctx, form, organisationId } = post;
  if (form.get("intent") === "invite") return invite(post);
  const answer = await change(ctx, form);
  if (answer.isRefused) return data({ problem: answer.message }, { status: 400 });
  const { message, tone = "success" } = answer;
  return redirectWithFlash(`/admin/${organisationId}/members`, { message, tone }, ctx.clock.now());
});

export default function Members() {
  const answer = useActionData<typeof action>() as
    | { problem?: string; invite?: SubmissionResult<string[]> }
    | undefined;
  const refused = answer?.problem === undefined ? null : { problem: answer.problem };
  return <MembersPage {...useLoaderData<typeof loader>()} refused={refused} lastInvite={answer?.invite ?? null} />;
}
