import { useLoaderData } from "@remix-run/react";
import { applyGuardImport, archiveGuardImport, getGuardImport } from "#app/domain/guards/index.ts";
import { createMissingCodes } from "#app/domain/qr/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { ImportPage } from "./page.tsx";
import { viewOf } from "./view.ts";

export const handle = { crumb: "Check the file" };

export const loader = staffLoader("guards.write", async ({ ctx, params, request }) =>
  viewOf(await getGuardImport(ctx, params["import"] ?? ""), new URL(request.url).searchParams.get("errors")),
);

const REFUSED = {
  has_errors: "Some rows are wrong as things stand now. Nothing was imported.",
  changed: "Somebody changed a guard or a site in this moment. Nothing was imported: look again, and import.",
  not_open: "This file was imported or dropped already.",
  file_gone: "The file is no longer kept. Nothing was imported: upload it again.",
};

/** Applies the import and mints the codes of the new guards, or drops it. */
export const action = staffAction("guards.write", async ({ ctx, form, params, organisationId }) => {
  const importId = params["import"] ?? "";
  const home = `/admin/${organisationId}/guards/import`;
  const at = ctx.clock.now();
  if (form.get("intent") === "discard") {
    await archiveGuardImport(ctx, importId);
    return redirectWithFlash(home, { message: "The file was dropped. Nothing was imported." }, at);
  }
  const outcome = await applyGuardImport(ctx, importId);
  if (outcome.status !== "applied") {
    return redirectWithFlash(`${home}/${importId}`, { message: REFUSED[outcome.status], tone: "warning" }, at);
  }
  const codes = await createMissingCodes(ctx);
  const message = `${outcome.created} guards added, ${outcome.updated} changed, ${codes} codes minted.`;
  return redirectWithFlash(`${home}/${importId}`, { message }, at);
});

export default function CheckImport() {
  return <ImportPage {...useLoaderData<typeof loader>()} />;
}
