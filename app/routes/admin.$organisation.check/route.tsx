import { useActionData, useLoaderData } from "@remix-run/react";
import { listOpenSites } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { createSwapReport, findCode, findCodeInPicture } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { CheckPage } from "./page.tsx";
import type { Verdict } from "./verdict.tsx";

export const handle = { crumb: "Check a code" };

export const loader = staffLoader("codes.read", async ({ ctx, actor }) => ({
  sites: await listOpenSites(ctx),
  mayReport: roleMay(actor.role, "alerts.write"),
}));

/** Answers what a camera saw, what was typed, or what is in a photo; and takes the report of a swap. */
export const action = staffAction("codes.read", async ({ ctx, form, organisationId }) => {
  if (form.get("intent") === "report") {
    await createSwapReport(ctx, {
      siteId: form.get("siteId"),
      found: form.get("found") ?? "",
      note: form.get("note") ?? "",
    });
    const message =
      "Reported: your colleagues see it among the alerts. Take the sticker down, and look at the others there.";
    return redirectWithFlash(`/admin/${organisationId}/check`, { message }, ctx.clock.now());
  }
  const typed = form.get("text");
  const photo = form.get("photo");
  if (photo instanceof File && photo.size > 0) {
    const reading = await findCodeInPicture(ctx, new Uint8Array(await photo.arrayBuffer()));
    if (reading.status !== "read")
      return { verdict: { status: reading.status === "no_code" ? "no_code" : "no_picture" } };
    return { verdict: await findCode(ctx, reading.text), text: reading.text };
  }
  if (typeof typed !== "string" || typed.trim() === "") return { verdict: { status: "empty" } };
  return { verdict: await findCode(ctx, typed), text: typed };
});

export default function Check() {
  const answer = useActionData<typeof action>() as { verdict: Verdict; text?: string } | undefined;
  return <CheckPage {...useLoaderData<typeof loader>()} verdict={answer?.verdict ?? null} text={answer?.text ?? ""} />;
}
