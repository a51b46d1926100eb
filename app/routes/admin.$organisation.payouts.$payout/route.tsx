import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatMoney } from "#app/core/money.ts";
import { listAuditRows } from "#app/domain/audit/index.ts";
import { findPayoutDoubt, getPayout, type PayoutStory } from "#app/domain/payouts/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { actOn, type RefusedFinding } from "./acts.ts";
import { PayoutPage } from "./page.tsx";

export const handle = {
  crumb: ({ payout }: { payout: PayoutStory }) => `${formatMoney(payout.amount)} to ${payout.guardName}`,
};

const NO_FILTER = { actor: null, action: null, from: null, to: null, after: null, before: null };

export const loader = staffLoader("payouts.read", async ({ ctx, actor, params }) => {
  const payoutId = params["payout"] ?? "";
  const payout = await getPayout(ctx, payoutId);
  const [doubt, audit] = await Promise.all([
    findPayoutDoubt(ctx, payoutId),
    roleMay(actor.role, "audit.read") ? listAuditRows(ctx, { ...NO_FILTER, subject: payoutId }) : { rows: [] },
  ]);
  return { payout, doubt, audit: audit.rows };
});

/** What can be done with one payout, by its state. */
export const action = staffAction("payouts.write", async ({ ctx, form, params, organisationId }) => {
  const payoutId = params["payout"] ?? "";
  const answer = await actOn({ ctx, payoutId, form });
  if ("refused" in answer) return data({ refused: answer.refused }, { status: 400 });
  return redirectWithFlash(`/admin/${organisationId}/payouts/${payoutId}`, answer.said, ctx.clock.now());
});

export default function Payout() {
  const answer = useActionData<typeof action>() as { refused: RefusedFinding } | undefined;
  return <PayoutPage {...useLoaderData<typeof loader>()} refused={answer?.refused} />;
}
