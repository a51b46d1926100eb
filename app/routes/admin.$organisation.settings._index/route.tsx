import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getOrganisation, updateLogo, updateOrganisation } from "#app/domain/organisations/index.ts";
import { organisationFacts } from "#app/domain/organisations/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { type StaffPost, staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { GeneralForm } from "./general-form.tsx";
import { LogoForm } from "./logo-form.tsx";

export const loader = staffLoader("organisation.read", async ({ ctx, actor }) => ({
  organisation: await getOrganisation(ctx),
  mayChange: roleMay(actor.role, "organisation.update"),
}));

export const action = staffAction("organisation.update", async (asked) => {
  const { ctx, form, organisationId } = asked;
  const intent = form.get("intent");
  if (intent === "logo" || intent === "remove_logo") return saveLogo(asked, intent);
  const submission = parseWithZod(form, { schema: organisationFacts });
  if (submission.status !== "success") return data({ reply: submission.reply() }, { status: 400 });
  const { status } = await updateOrganisation(ctx, submission.value);
  const message = status === "updated" ? "Settings saved." : "Settings confirmed: nothing had changed.";
  return redirectWithFlash(`/admin/${organisationId}/settings`, { message }, ctx.clock.now());
});

async function saveLogo({ ctx, form, organisationId }: StaffPost, intent: "logo" | "remove_logo") {
  const file = form.get("logo");
  const logo = intent === "logo" && file instanceof File ? new Uint8Array(await file.arrayBuffer()) : null;
  if (intent === "logo" && !logo?.length) return data({ problem: "Choose a picture first." }, { status: 400 });
  const outcome = await updateLogo(ctx, { logo });
  if (outcome.status === "refused") return data({ problem: outcome.message }, { status: 400 });
  const message = intent === "logo" ? "Logo saved." : "Logo removed.";
  return redirectWithFlash(`/admin/${organisationId}/settings`, { message }, ctx.clock.now());
}

export default function General() {
  const { organisation, mayChange } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const lastResult = refused && "reply" in refused ? refused.reply : undefined;
  const problem = refused && "problem" in refused ? refused.problem : undefined;
  return (
    <div className="grid gap-6">
      <GeneralForm organisation={organisation} mayChange={mayChange} lastResult={lastResult} />
      {mayChange ? <LogoForm logoKey={organisation.logoKey} problem={problem} /> : null}
    </div>
  );
}
