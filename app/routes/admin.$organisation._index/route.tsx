import { useLoaderData } from "@remix-run/react";
import { findOverview } from "#app/domain/analytics/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { OverviewPage } from "./overview-page.tsx";

export const loader = staffLoader("organisation.read", async ({ ctx }) => {
  const [overview, { id, name }] = await Promise.all([findOverview(ctx), getOrganisation(ctx)]);
  return { overview, organisation: { id, name } };
});

export default function Overview() {
  return <OverviewPage {...useLoaderData<typeof loader>()} />;
}
