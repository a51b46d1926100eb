import { useLoaderData } from "@remix-run/react";
import { type DisputeList, type DisputeStatus, listDisputes } from "#app/domain/payments/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { STATUSES } from "../admin.$organisation.disputes/dispute-words.ts";
import { DisputesPage } from "./page.tsx";

export const loader = staffLoader("disputes.read", async ({ ctx, request }) => {
  const list = readDisputeList(new URL(request.url));
  return {
    ...(await listDisputes(ctx, list)),
    isNarrowed: Boolean(list.search) || list.status !== null,
    now: ctx.clock.now().toISOString(),
  };
});

function readDisputeList({ searchParams }: URL): DisputeList {
  const status = searchParams.get("status") ?? "";
  return {
    search: searchParams.get("q") ?? "",
    status: Object.hasOwn(STATUSES, status) ? (status as DisputeStatus) : null,
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}

export default function Disputes() {
  return <DisputesPage {...useLoaderData<typeof loader>()} />;
}
