import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AppError } from "#app/core/errors.ts";
import { createPolicy, getPolicy, offeredAmounts } from "#app/domain/organisations/index.ts";
import { tipTerms } from "#app/domain/organisations/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { fieldsRefused, refuseFields, refuseForm } from "#app/staff-refusal.ts";
import { TipsForm } from "./tips-form.tsx";
import { asInForm, wishesOf } from "./view.ts";

export const handle = { crumb: "Tips & fees" };

export const loader = staffLoader("organisation.read", async ({ ctx, actor }) => {
  const { version, terms, currency, fees, history } = await getPolicy(ctx);
  return {
    version,
    terms,
    currency,
    history,
    nets: offeredAmounts(terms.presetsMinor, terms, fees),
    mayChange: roleMay(actor.role, "policies.update"),
    isPlatform: actor.role === "platform",
  };
});

export const action = staffAction("policies.update", async ({ ctx, form, organisationId }) => {
  if (form.has("presets")) throw new AppError("BAD_REQUEST", "The amounts come one field each.");
  const { currency } = await getPolicy(ctx);
  const submission = parseWithZod(form, { schema: tipTerms(currency) });
  if (submission.status !== "success") return data(submission.reply(), { status: 400 });
  const { basedOn, presets } = submission.value;
  try {
    const { status } = await createPolicy(ctx, { basedOn, wishes: wishesOf(submission.value) });
    if (status === "superseded") {
      return refuseForm(submission, "Somebody changed these terms meanwhile. Reload the page and look again.");
    }
    const message = status === "created" ? "New terms are in force from now." : "Nothing had changed.";
    return redirectWithFlash(`/admin/${organisationId}/settings/tips`, { message }, ctx.clock.now());
  } catch (thrown) {
    return refuseFields(submission, asInForm(fieldsRefused(thrown), presets));
  }
});

export default function TipsAndFees() {
  const page = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return <TipsForm key={page.version} {...page} lastResult={lastResult} />;
}
