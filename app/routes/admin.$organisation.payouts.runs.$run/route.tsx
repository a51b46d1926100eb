import { useLoaderData } from "@remix-run/react";
import { getSettlementRun, listPayouts, type SettlementRunStory } from "#app/domain/payouts/index.ts";
import { readPayoutFilters } from "#app/domain/payouts/input.ts";
import { staffLoader } from "#app/staff-door.ts";
import { dayWords } from "../admin.$organisation.payouts/run-words.tsx";
import { RunPage } from "./page.tsx";

export const handle = { crumb: ({ run }: { run: SettlementRunStory }) => dayWords(run.businessDate) };

export const loader = staffLoader("payouts.read", async ({ ctx, params, request }) => {
  const { searchParams } = new URL(request.url);
  const runId = params["run"] ?? "";
  const run = await getSettlementRun(ctx, runId);
  const filters = { ...readPayoutFilters(searchParams), run: runId };
  const cursors = { after: searchParams.get("after"), before: searchParams.get("before") };
  return { run, page: await listPayouts(ctx, { ...filters, ...cursors }) };
});

export default function Run() {
  return <RunPage {...useLoaderData<typeof loader>()} />;
}
