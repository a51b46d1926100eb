import { useLoaderData } from "@remix-run/react";
import { findOverview } from "#app/domain/analytics/index.ts";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { findPayoutNeeds } from "#app/domain/payouts/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffLoader } from "#app/staff-door.ts";
import { OverviewPage } from "./overview-page.tsx";

export const loader = staffLoader("organisation.read", async ({ ctx, actor }) => {
  const [overview, { id, name }, payoutNeeds] = await Promise.all([
    findOverview(ctx),
    getOrganisation(ctx),
    roleMay(actor.role, "payouts.read") ? findPayoutNeeds(ctx) : [],
  ]);
  return { overview, payoutNeeds, organisation: { id, name } };
});

export default function Overview() {
  return <OverviewPage {...useLoaderData<typeof loader>()} />;
}
