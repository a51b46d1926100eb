import { useLoaderData } from "@remix-run/react";
import { AlertList } from "#app/components/admin/alert-list.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { StateLinks } from "#app/components/ui/state-links.tsx";
import { archiveAlert, listAlerts } from "#app/domain/notifications/index.ts";
import { platformAction, platformLoader } from "#app/platform-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { StepUpNotice } from "#app/step-up.tsx";

export const handle = { crumb: "Alerts" };

export const loader = platformLoader("platform.read", async ({ ctx, request }) => {
  const params = new URL(request.url).searchParams;
  const state = params.get("state") === "resolved" ? "resolved" : "open";
  const page = await listAlerts(ctx, { state, after: params.get("after"), before: params.get("before") });
  return { ...page, state } as const;
});

export const action = platformAction("platform.write", async ({ ctx, form }) => {
  const alertId = String(form.get("alertId") ?? "");
  const { status } = await archiveAlert(ctx, { alertId, note: String(form.get("note") ?? "") });
  const message = status === "resolved" ? "Alert resolved." : "Somebody had resolved it already.";
  return redirectWithFlash("/admin/platform/alerts", { message }, ctx.clock.now());
});

export default function PlatformAlerts() {
  const { rows, newer, older, state } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Alerts" description="Asante’s own: what belongs to no organisation. Times are UTC." />
      <StepUpNotice needs="platform.write" />
      <StateLinks label="Which alerts" states={{ open: "Open", resolved: "Resolved" }} current={state} />
      <Card flush>
        <AlertList alerts={rows} state={state} timeZone="UTC" mayResolve />
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}
