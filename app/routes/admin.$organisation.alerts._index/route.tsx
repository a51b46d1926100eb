import { useLoaderData } from "@remix-run/react";
import { AlertList } from "#app/components/admin/alert-list.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { StateLinks } from "#app/components/ui/state-links.tsx";
import { archiveAlert, listAlerts } from "#app/domain/notifications/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

export const loader = staffLoader("alerts.read", async ({ ctx, actor, request }) => {
  const params = new URL(request.url).searchParams;
  const state = params.get("state") === "resolved" ? "resolved" : "open";
  const [page, { timeZone }] = await Promise.all([
    listAlerts(ctx, { state, after: params.get("after"), before: params.get("before") }),
    getOrganisation(ctx),
  ]);
  return { ...page, state, timeZone, mayResolve: roleMay(actor.role, "alerts.write") } as const;
});

export const action = staffAction("alerts.write", async ({ ctx, form, organisationId }) => {
  const alertId = String(form.get("alertId") ?? "");
  const { status } = await archiveAlert(ctx, { alertId, note: String(form.get("note") ?? "") });
  const message = status === "resolved" ? "Alert resolved." : "Somebody had resolved it already.";
  return redirectWithFlash(`/admin/${organisationId}/alerts`, { message }, ctx.clock.now());
});

export default function OpenAlerts() {
  const { rows, newer, older, ...page } = useLoaderData<typeof loader>();
  return (
    <>
      <StateLinks label="Which alerts" states={{ open: "Open", resolved: "Resolved" }} current={page.state} />
      <Card flush>
        <AlertList alerts={rows} {...page} />
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}
