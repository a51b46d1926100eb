import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createSite, listSites } from "#app/domain/organisations/index.ts";
import { siteDetails } from "#app/domain/organisations/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { readSiteList } from "../admin.$organisation.sites/site-list.ts";
import { SiteListPage } from "./page.tsx";

export const loader = staffLoader("sites.read", async ({ ctx, actor, request }) => {
  const list = readSiteList(new URL(request.url));
  const isNarrowed = list.search !== "" || list.status !== null;
  return { ...(await listSites(ctx, list)), isNarrowed, mayWrite: roleMay(actor.role, "sites.write") };
});

export const action = staffAction("sites.write", async ({ ctx, form, organisationId }) => {
  const submission = parseWithZod(form, { schema: siteDetails });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const outcome = await createSite(ctx, submission.value);
  if (outcome.status === "name_taken") {
    const fieldErrors = { name: ["Another open site has this name."] };
    return data(submission.reply({ fieldErrors }), { status: 400 });
  }
  const message = `${submission.value.name} was added.`;
  return redirectWithFlash(`/admin/${organisationId}/sites`, { message }, ctx.clock.now());
});

export default function SitesIndex() {
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  return <SiteListPage {...useLoaderData<typeof loader>()} lastResult={lastResult} />;
}
