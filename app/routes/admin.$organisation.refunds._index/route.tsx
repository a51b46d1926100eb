import { useLoaderData } from "@remix-run/react";
import { listRefunds } from "#app/domain/payments/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { readRefundList } from "../admin.$organisation.refunds/refund-words.ts";
import { RefundsPage } from "./page.tsx";

export const loader = staffLoader("refunds.read", async ({ ctx, request }) => {
  const list = readRefundList(new URL(request.url));
  return { ...(await listRefunds(ctx, list)), isNarrowed: Boolean(list.search) || list.statuses !== null };
});

export default function Refunds() {
  return <RefundsPage {...useLoaderData<typeof loader>()} />;
}
