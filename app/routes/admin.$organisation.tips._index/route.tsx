import { useLoaderData } from "@remix-run/react";
import { getOrganisation, listOpenSites } from "#app/domain/organisations/index.ts";
import { listTips } from "#app/domain/tips/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readTipList } from "../admin.$organisation.tips/tip-list.ts";
import { TipsPage } from "./page.tsx";

export const loader = staffLoader("tips.read", async ({ ctx, request }) => {
  const [{ currency }, sites] = await Promise.all([getOrganisation(ctx), listOpenSites(ctx)]);
  const { list, filters } = readTipList(new URL(request.url), currency);
  return { ...(await listTips(ctx, list)), filters, sites };
});

export default function Tips() {
  return <TipsPage {...useLoaderData<typeof loader>()} />;
}
