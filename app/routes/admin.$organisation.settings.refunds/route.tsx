import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createPolicy, estimateNet, getPolicy } from "#app/domain/organisations/index.ts";
import { refundTerms } from "#app/domain/organisations/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { refuseForm } from "#app/staff-refusal.ts";
import { RefundsForm } from "./refunds-form.tsx";

export const handle = { crumb: "Refunds" };

export const loader = staffLoader("organisation.read", async ({ ctx, actor }) => {
  const { version, terms, currency, fees } = await getPolicy(ctx);
  // The largest amount that is offered stands for a tip: its payment fee, and Asante's.
  const tipMinor = terms.presetsMinor.at(-1) ?? terms.minimumMinor;
  const without = { platformFeeBps: 0, railFeeBearer: "guard" } as const;
  const example = {
    tipMinor,
    railFeeMinor: tipMinor - estimateNet(fees, without, tipMinor, tipMinor),
    platformFeeMinor: (tipMinor * BigInt(terms.platformFeeBps)) / 10_000n,
  };
  const isPlatform = actor.role === "platform";
  return { version, terms, currency, example, isPlatform, mayChange: roleMay(actor.role, "policies.update") };
});

export const action = staffAction("policies.update", async ({ ctx, actor, form, organisationId }) => {
  const { currency, terms } = await getPolicy(ctx);
  const submission = parseWithZod(form, { schema: refundTerms(currency) });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const { basedOn, checkAbove, refundFeeBearer, reserveBps } = submission.value;
  if (actor.role !== "platform" && checkAbove > terms.refundCheckAboveMinor) {
    const checkAboveErrors = ["Only Asante lets larger refunds go out on one person’s word: ask us. You may lower it."];
    return data(submission.reply({ fieldErrors: { checkAbove: checkAboveErrors } }), { status: 400 });
  }
  const wishes = {
    refundCheckAboveMinor: checkAbove,
    refundFeeBearer,
    ...(reserveBps === undefined ? {} : { reserveBps }),
  };
  const { status } = await createPolicy(ctx, { basedOn, wishes });
  if (status === "superseded") {
    return refuseForm(submission, "Somebody changed these terms meanwhile. Reload the page and look again.");
  }
  const message = status === "created" ? "The new terms of refunds are in force." : "Nothing had changed.";
  return redirectWithFlash(`/admin/${organisationId}/settings/refunds`, { message }, ctx.clock.now());
});

export default function RefundTerms() {
  const page = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return <RefundsForm key={page.version} {...page} lastResult={lastResult} />;
}
