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
    const isSwitch = typeof fallback === "boolean";
    return words ? [{ key, ...words, value: textOf(settings[key]), fallback: textOf(fallback), isSwitch }] : [];
  });
  return { features, mayChange: roleMay(actor.role, "organisation.update") };
});

export const action = staffAction("organisation.update", async ({ ctx, form, organisationId }) => {
  const shown = SETTING_KEYS.filter((key) => SETTINGS[key].words && form.has(key));
  const sent = Object.fromEntries(shown.map((key) => [key, String(form.getAll(key).at(-1))]));
  try {
    const { status } = await updateSettings(ctx, sent);
    const message = status === "updated" ? "Settings saved." : "Nothing had changed.";
    return redirectWithFlash(`/admin/${organisationId}/settings/features`, { message }, ctx.clock.now());
  } catch (thrown) {
    const submission = parse<Record<string, unknown>, string[]>(form, { resolve: (value) => ({ value }) });
    return refuseFields(submission, fieldsRefused(thrown));
  }
});

function textOf(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

export default function Features() {
  const lastResult = useActionData<typeof action>() as SubmissionResult<string[]> | undefined;
  return <FeaturesForm {...useLoaderData<typeof loader>()} lastResult={lastResult ?? null} />;
}
