import { useLoaderData } from "@remix-run/react";
import { AlertList } from "#app/components/admin/alert-list.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { FilterBar } from "#app/components/ui/filter-bar.tsx";
import { Pagination } from "#app/components/ui/pagination.tsx";
import { StateLinks } from "#app/components/ui/state-links.tsx";
import { archiveAlert, listAlerts, updateAlert } from "#app/domain/notifications/index.ts";
import { platformAction, platformLoader } from "#app/platform-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { StepUpNotice } from "#app/step-up.tsx";

const HERE = "/admin/platform/alerts";
export const handle = { crumb: "Alerts" };

export const loader = platformLoader("platform.read", async ({ ctx, request }) => {
  const params = new URL(request.url).searchParams;
  const state = params.get("state") === "resolved" ? "resolved" : "open";
  const search = params.get("q") ?? "";
  const cursors = { after: params.get("after"), before: params.get("before") };
  const { rows, ...page } = await listAlerts(ctx, { state, search, ...cursors });
  // What belongs to no organisation has no page of its own, so what it is about is said with what happened.
  const alerts = rows.map(({ detail, subject, ...alert }) => ({
    ...alert,
    about: null,
    detail: `${detail} (${subject})`,
  }));
  return { ...page, alerts, state, isNarrowed: search !== "" } as const;
});

export const action = platformAction("platform.write", async ({ ctx, form }) => {
  const alertId = String(form.get("alertId") ?? "");
  const say = (message: string, undo?: { action: string; fields: Record<string, string> }) =>
    redirectWithFlash(HERE, { message, ...(undo ? { undo } : {}) }, ctx.clock.now());
  if (form.get("intent") === "reopen") {
    const { status } = await updateAlert(ctx, alertId);
    return say(status === "opened" ? "The alert is open again." : "It was open before.");
  }
  const { status } = await archiveAlert(ctx, { alertId, note: String(form.get("note") ?? "") });
  if (status === "already_resolved") return say("Somebody had resolved it already.");
  return say("Alert resolved.", { action: HERE, fields: { intent: "reopen", alertId } });
});

export default function PlatformAlerts() {
  const { newer, older, ...list } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Alerts" description="Asante’s own: what belongs to no organisation. Times are UTC." />
      <StepUpNotice needs="platform.write" />
      <StateLinks label="Which alerts" states={{ open: "Open", resolved: "Resolved" }} current={list.state} />
      <div className="mb-4">
        <FilterBar searchLabel="Search alerts" searchPlaceholder="What happened" />
      </div>
      <Card flush>
        <AlertList {...list} timeZone="UTC" mayResolve />
      </Card>
      <Pagination newer={newer} older={older} />
    </>
  );
}
