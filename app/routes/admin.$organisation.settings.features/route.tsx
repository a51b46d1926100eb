import { parse, type SubmissionResult } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findSettings, SETTING_KEYS, SETTINGS, updateSettings } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { fieldsRefused, refuseFields } from "#app/staff-refusal.ts";
import { type Feature, FeaturesForm } from "./features-form.tsx";

export const handle = { crumb: "Features" };

export const loader = staffLoader("organisation.read", async ({ ctx, actor }) => {
  const settings = await findSettings(ctx);
  const features = SETTING_KEYS.flatMap((key): Feature[] => {
    const { words, default: fallback } = SETTINGS[key];
    return words ? [{ key, ...words, value: String(settings[key]), fallback: String(fallback) }] : [];
  });
  return { features, mayChange: roleMay(actor.role, "organisation.update") };
});

export const action = staffAction("organisation.update", async ({ ctx, form, organisationId }) => {
  const shown = SETTING_KEYS.filter((key) => SETTINGS[key].words && form.has(key));
  const sent = Object.fromEntries(shown.map((key) => [key, String(form.get(key))]));
  try {
    const { status } = await updateSettings(ctx, sent);
    const message = status === "updated" ? "Settings saved." : "Nothing had changed.";
    return redirectWithFlash(`/admin/${organisationId}/settings/features`, { message }, ctx.clock.now());
  } catch (thrown) {
    const submission = parse<Record<string, unknown>, string[]>(form, { resolve: (value) => ({ value }) });
    return refuseFields(submission, fieldsRefused(thrown));
  }
});

export default function Features() {
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  return <FeaturesForm {...useLoaderData<typeof loader>()} lastResult={lastResult ?? null} />;
}
