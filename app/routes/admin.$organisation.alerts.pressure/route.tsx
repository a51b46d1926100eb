import { useLoaderData } from "@remix-run/react";
import { findPressureCounts, listPressureReports } from "#app/domain/guards/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { PressurePage } from "./pressure-page.tsx";

export const handle = { crumb: "Pressure reports" };

export const loader = staffLoader("alerts.read", async ({ ctx, request }) => {
  const params = new URL(request.url).searchParams;
  const [page, counts, { timeZone }] = await Promise.all([
    listPressureReports(ctx, { after: params.get("after"), before: params.get("before") }),
    findPressureCounts(ctx),
    getOrganisation(ctx),
  ]);
  return { ...page, counts, timeZone };
});

export default function PressureReports() {
  return <PressurePage {...useLoaderData<typeof loader>()} />;
}
