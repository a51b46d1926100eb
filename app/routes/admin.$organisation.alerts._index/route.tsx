import { useLoaderData } from "@remix-run/react";
import { AlertList } from "#app/components/admin/alert-list.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { StateLinks } from "#app/components/ui/state-links.tsx";
import { archiveAlert, listAlerts, mayResolveAlert, updateAlert } from "#app/domain/notifications/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { placeOf } from "./alert-links.ts";

export const loader = staffLoader("alerts.read", async ({ ctx, actor, request, organisationId }) => {
  const params = new URL(request.url).searchParams;
  const state: "open" | "resolved" = params.get("state") === "resolved" ? "resolved" : "open";
  const search = params.get("q") ?? "";
  const [{ rows, ...page }, { timeZone }] = await Promise.all([
    listAlerts(ctx, { state, search, after: params.get("after"), before: params.get("before") }),
    getOrganisation(ctx),
  ]);
  const alerts = rows.map(({ about, ...alert }) => {
    const place = placeOf(about, actor.role);
    return {
      ...alert,
      mayResolve: mayResolveAlert(actor.role, alert.kind),
      about: about && place !== null ? { name: about.name, to: `/admin/${organisationId}${place}` } : null,
    };
  });
  return {
    ...{ alerts, ...page, state, timeZone, isNarrowed: search !== "" },
    mayResolve: roleMay(actor.role, "alerts.write"),
  } as const;
});

export const action = staffAction("alerts.write", async ({ ctx, form, organisationId }) => {
  const alertId = String(form.get("alertId") ?? "");
  const here = `/admin/${organisationId}/alerts`;
  const say = (message: string, undo?: { action: string; fields: Record<string, string> }) =>
    redirectWithFlash(here, { message, ...(undo ? { undo } : {}) }, ctx.clock.now());
  if (form.get("intent") === "reopen") {
    const { status } = await updateAlert(ctx, alertId);
    return say(status === "opened" ? "The alert is open again." : "It was open before.");
  }
  const { status } = await archiveAlert(ctx, { alertId, note: String(form.get("note") ?? "") });
  if (status === "already_resolved") return say("Somebody had resolved it already.");
  return say("Alert resolved.", { action: `${here}?index`, fields: { intent: "reopen", alertId } });
});

export default function OpenAlerts() {
  const { newer, older, ...list } = useLoaderData<typeof loader>();
  return (
    <>
      <StateLinks label="Which alerts" states={{ open: "Open", resolved: "Resolved" }} current={list.state} />
      <div className="mb-4">
        <FilterBar searchLabel="Search alerts" searchPlaceholder="Guard, site, code or what happened" />
      </div>
      <Card flush>
        <AlertList {...list} />
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}
