import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findPayoutControls, updatePayoutControls } from "#app/domain/payouts/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { type Refused, readControls } from "../admin.$organisation.payouts/controls-input.ts";
import { ControlsPage } from "./page.tsx";

export const handle = { crumb: "Controls" };

export const loader = staffLoader("payouts.read", async ({ ctx, actor }) => ({
  standing: await findPayoutControls(ctx),
  mayWrite: roleMay(actor.role, "payouts.write"),
}));

/** Sets the organisation's switch or its cap, each without touching the other. */
export const action = staffAction("payouts.write", async ({ ctx, form, organisationId }) => {
  const asked = readControls(form);
  if ("refused" in asked) return data({ refused: asked.refused }, { status: 400 });
  await updatePayoutControls(ctx, { ...asked.wish, scope: "organisation" });
  const here = `/admin/${organisationId}/payouts/controls`;
  return redirectWithFlash(here, { message: asked.said }, ctx.clock.now());
});

export default function Controls() {
  const answer = useActionData<typeof action>() as { refused: Refused } | undefined;
  return <ControlsPage {...useLoaderData<typeof loader>()} refused={answer?.refused} />;
}
