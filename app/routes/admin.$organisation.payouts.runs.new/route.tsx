import { useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import { createSettlementRun, findPayoutControls, findSettlementPlan } from "#app/domain/payouts/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { dayWords } from "../admin.$organisation.payouts/run-words.tsx";
import { RunNowPage } from "./page.tsx";

export const handle = { crumb: "Run now" };

export const loader = staffLoader("payouts.read", async ({ ctx, actor }) => {
  const [plan, standing] = await Promise.all([findSettlementPlan(ctx), findPayoutControls(ctx)]);
  return { plan, standing, mayRun: roleMay(actor.role, "payouts.write") };
});

/** Runs today's settlement now. A date is settled once: who comes second is led to what the first one made. */
export const action = staffAction("payouts.write", async ({ ctx, form, organisationId }) => {
  if (form.get("intent") !== "run")
    throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  const home = `/admin/${organisationId}/payouts/runs`;
  const outcome = await createSettlementRun(ctx);
  const day = dayWords(outcome.businessDate);
  if (outcome.status === "already_run") {
    const message = `${day} was settled already. Nothing was done; the next settlement is another day’s.`;
    return redirectWithFlash(home, { message, tone: "warning" }, ctx.clock.now());
  }
  const message = `${day} is being settled. Another person approves its payouts.`;
  return redirectWithFlash(`${home}/${outcome.runId}`, { message }, ctx.clock.now());
});

export default function RunNow() {
  return <RunNowPage {...useLoaderData<typeof loader>()} />;
}
