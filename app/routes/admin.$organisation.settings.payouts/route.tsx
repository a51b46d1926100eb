import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createPolicy, getPolicy } from "#app/domain/organisations/index.ts";
import { payoutTerms } from "#app/domain/organisations/input.ts";
import { findPayoutCosts } from "#app/domain/payouts/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { refuseForm } from "#app/staff-refusal.ts";
import { PayoutsForm } from "./payouts-form.tsx";

export const handle = { crumb: "Payouts" };

export const loader = staffLoader("organisation.read", async ({ ctx, actor }) => {
  const [{ version, terms, currency }, { settlesAt, costs }] = await Promise.all([
    getPolicy(ctx),
    findPayoutCosts(ctx),
  ]);
  return { version, terms, currency, settlesAt, costs, mayChange: roleMay(actor.role, "policies.update") };
});

export const action = staffAction("policies.update", async ({ ctx, form, organisationId }) => {
  const { currency } = await getPolicy(ctx);
  const submission = parseWithZod(form, { schema: payoutTerms(currency) });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const { basedOn, cadence, weekday, threshold, transferFeeBearer } = submission.value;
  const wishes = {
    settlementCadence: cadence,
    settlementWeekday: cadence === "weekly" ? (weekday ?? null) : null,
    settlementThresholdMinor: threshold,
    ...(transferFeeBearer === undefined ? {} : { transferFeeBearer }),
  };
  const { status } = await createPolicy(ctx, { basedOn, wishes });
  if (status === "superseded") {
    return refuseForm(submission, "Somebody changed these terms meanwhile. Reload the page and look again.");
  }
  const message = status === "created" ? "The new payout schedule is in force." : "Nothing had changed.";
  return redirectWithFlash(`/admin/${organisationId}/settings/payouts`, { message }, ctx.clock.now());
});

export default function PayoutSchedule() {
  const page = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return <PayoutsForm key={page.version} {...page} lastResult={lastResult} />;
}
