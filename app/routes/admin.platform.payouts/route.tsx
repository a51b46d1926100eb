import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listPayoutLanes, releasePayoutLane, updatePayoutControls } from "#app/domain/payouts/index.ts";
import { platformAction, platformLoader } from "#app/platform-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { type Refused, readControls } from "../admin.$organisation.payouts/controls-input.ts";
import { LanesPage } from "./page.tsx";

export const handle = { crumb: "Payouts" };

export const loader = platformLoader("platform.read", async ({ ctx }) => ({ lanes: await listPayoutLanes(ctx) }));

const HERE = "/admin/platform/payouts";

/** Lets a lane go on, or sets Asante's own switch or cap for a currency. */
export const action = platformAction("platform.write", async ({ ctx, form }) => {
  if (form.get("intent") === "release") {
    const lane = { rail: String(form.get("rail") ?? ""), currency: String(form.get("currency") ?? "") };
    const { status } = await releasePayoutLane(ctx, lane);
    const message = status === "released" ? `Payouts in ${lane.currency} go on.` : "That lane was not paused.";
    return redirectWithFlash(HERE, status === "released" ? { message } : { message, tone: "warning" }, ctx.clock.now());
  }
  const asked = readControls(form);
  if ("refused" in asked) return data({ refused: asked.refused }, { status: 400 });
  await updatePayoutControls(ctx, { ...asked.wish, scope: "platform" });
  return redirectWithFlash(HERE, { message: `${asked.wish.currency}: ${asked.said}` }, ctx.clock.now());
});

export default function PlatformPayouts() {
  const answer = useActionData<typeof action>() as { refused: Refused } | undefined;
  return <LanesPage {...useLoaderData<typeof loader>()} refused={answer?.refused} />;
}
