import { useLoaderData } from "@remix-run/react";
import { listAuditActors, listAuditRows } from "#app/domain/audit/index.ts";
import { readAuditFilters } from "#app/domain/audit/input.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { AuditPage } from "./audit-page.tsx";

export const handle = { crumb: "Audit log" };

export const loader = staffLoader("audit.read", async ({ ctx, request }) => {
  const params = new URL(request.url).searchParams;
  const filters = readAuditFilters(params);
  const [page, actors, { timeZone }] = await Promise.all([
    listAuditRows(ctx, { ...filters, after: params.get("after"), before: params.get("before") }),
    listAuditActors(ctx),
    getOrganisation(ctx),
  ]);
  return { ...page, filters, actors, timeZone };
});

export default function AuditLog() {
  return <AuditPage {...useLoaderData<typeof loader>()} />;
}
