import { useLoaderData } from "@remix-run/react";
import { listCodeFigures } from "#app/domain/analytics/index.ts";
import { listOpenSites } from "#app/domain/organisations/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readFigureList } from "./figure-address.ts";
import { CodesPage } from "./page.tsx";

export const handle = { crumb: "Codes" };

const PAGE_SIZE = 50;

export const loader = staffLoader("codes.read", async ({ ctx, request }) => {
  const { by, ...list } = readFigureList(new URL(request.url));
  const [figures, sites] = await Promise.all([listCodeFigures(ctx, { ...list, size: PAGE_SIZE }), listOpenSites(ctx)]);
  const isNarrowed = list.search !== "" || list.siteId !== null;
  return { by, figures, sites, isNarrowed };
});

export default function Codes() {
  return <CodesPage {...useLoaderData<typeof loader>()} />;
}
