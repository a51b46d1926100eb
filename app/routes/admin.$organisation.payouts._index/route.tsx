import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import { findPayoutControls, findPayoutNeeds, listPayouts, releasePayouts } from "#app/domain/payouts/index.ts";
import { PAYOUTS_AT_ONCE, readPayoutFilters } from "#app/domain/payouts/input.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { flashOfApproval } from "../admin.$organisation.payouts/approval.ts";
import { PayoutsPage } from "./page.tsx";

export const loader = staffLoader("payouts.read", async ({ ctx, request }) => {
  const { searchParams } = new URL(request.url);
  const filters = readPayoutFilters(searchParams);
  const cursors = { after: searchParams.get("after"), before: searchParams.get("before") };
  const [page, needs, standing] = await Promise.all([
    listPayouts(ctx, { ...filters, ...cursors }),
    findPayoutNeeds(ctx),
    findPayoutControls(ctx),
  ]);
  return { ...page, needs, standing, filters };
});

/** Approves the ticked payouts; who asked for one does not approve it. */
export const action = staffAction("payouts.write", async ({ ctx, form, request, organisationId }) => {
  if (form.get("intent") !== "approve_selected") {
    throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
  const search = new URL(request.url).search.replace(/^\?index&?/, "?");
  const here = `/admin/${organisationId}/payouts${search === "?" ? "" : search}`;
  const payoutIds = form.getAll("id").map(String);
  if (payoutIds.length === 0 || payoutIds.length > PAYOUTS_AT_ONCE) {
    const message =
      payoutIds.length === 0 ? "Choose at least one payout." : `Choose at most ${PAYOUTS_AT_ONCE} payouts at once.`;
    return redirectWithFlash(here, { message, tone: "warning" }, ctx.clock.now());
  }
  const outcome = await releasePayouts(ctx, { payoutIds });
  return redirectWithFlash(here, flashOfApproval(outcome, payoutIds.length), ctx.clock.now());
});

export default function PayoutsIndex() {
  return <PayoutsPage {...useLoaderData<typeof loader>()} />;
}
