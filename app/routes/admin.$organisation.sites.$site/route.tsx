import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  type ArchiveSiteOutcome,
  archiveSite,
  getSite,
  type UpdateSiteStatusOutcome,
  updateSite,
  updateSiteStatus,
} from "#app/domain/organisations/index.ts";
import { siteDetails } from "#app/domain/organisations/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { SitePage } from "./page.tsx";

export const handle = { crumb: ({ site }: { site: { name: string } }) => site.name };

export const loader = staffLoader("sites.read", async ({ ctx, actor, params }) => ({
  site: await getSite(ctx, params["site"] ?? ""),
  mayWrite: roleMay(actor.role, "sites.write"),
}));

export const action = staffAction("sites.write", async ({ ctx, form, params, organisationId }) => {
  const siteId = params["site"] ?? "";
  const home = `/admin/${organisationId}/sites`;
  const at = ctx.clock.now();
  if (form.get("intent") === "close") {
    const { message, isClosed } = wordsFor(await archiveSite(ctx, siteId));
    const undo = { action: `${home}/${siteId}`, fields: { intent: "open" } };
    const flash = { message, ...(isClosed ? { undo } : WARNING) };
    return redirectWithFlash(isClosed ? home : `${home}/${siteId}`, flash, at);
  }
  if (form.get("intent") === "open") {
    const { status } = await updateSiteStatus(ctx, siteId);
    const flash = { message: OPENED[status], ...(status === "opened" ? {} : WARNING) };
    return redirectWithFlash(`${home}/${siteId}`, flash, at);
  }
  const submission = parseWithZod(form, { schema: siteDetails });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const { status } = await updateSite(ctx, siteId, submission.value);
  if (status === "name_taken") {
    const fieldErrors = { name: ["Another open site has this name."] };
    return data(submission.reply({ fieldErrors }), { status: 400 });
  }
  if (status === "closed")
    return redirectWithFlash(home, { message: "This site is closed and stays as it was.", ...WARNING }, at);
  const message = status === "updated" ? "Saved. Patrons see it within a minute." : "Nothing was different.";
  return redirectWithFlash(home, { message }, at);
});

const WARNING = { tone: "warning" } as const;
const OPENED: Record<UpdateSiteStatusOutcome["status"], string> = {
  opened: "The site is open again: guards can be placed there.",
  already_open: "It was open before.",
  name_taken: "Another open site has this name by now. This one stays closed.",
};

function wordsFor(outcome: ArchiveSiteOutcome): { message: string; isClosed: boolean } {
  if (outcome.status !== "has_guards") {
    return { message: outcome.status === "closed" ? "The site was closed." : "It was closed before.", isClosed: true };
  }
  const guards = outcome.guards === 1 ? "One guard stands" : `${outcome.guards} guards stand`;
  return { message: `${guards} there. Move them to another site first.`, isClosed: false };
}

export default function SiteDetailsPage() {
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  return <SitePage {...useLoaderData<typeof loader>()} lastResult={lastResult} />;
}
