import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listGuards } from "#app/domain/guards/index.ts";
import { GUARDS_AT_ONCE } from "#app/domain/guards/input.ts";
import { listOpenSites } from "#app/domain/organisations/index.ts";
import { staffAction, staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { isNarrowed, readGuardList } from "../admin.$organisation.guards/list-address.ts";
import { changeStatus, flashOf, idsIn, intentIn } from "../admin.$organisation.guards/status-actions.ts";
import { moveTogether, printShopFor } from "../admin.$organisation.guards/together.ts";
import { GuardListPage } from "./page.tsx";

export const loader = staffLoader("guards.read", async ({ ctx, request }) => {
  const list = readGuardList(new URL(request.url));
  const [page, sites] = await Promise.all([listGuards(ctx, list), listOpenSites(ctx)]);
  return { ...page, sites, isNarrowed: isNarrowed(list) };
});

/** Leaving is final and is asked about once more: `confirmed` comes from that question. */
export const action = staffAction("guards.write", async ({ ctx, form, request, organisationId }) => {
  const ids = idsIn(form);
  const { search } = new URL(request.url);
  const here = `/admin/${organisationId}/guards${search}`;
  if (ids.length === 0 || ids.length > GUARDS_AT_ONCE) {
    const message =
      ids.length === 0 ? "Choose at least one guard." : `Choose at most ${GUARDS_AT_ONCE} guards at once.`;
    return redirectWithFlash(here, { message, tone: "warning" }, ctx.clock.now());
  }
  const undoAt = `/admin/${organisationId}/guards?index${search.replace("?", "&")}`;
  const shop = printShopFor(form.get("intent"), organisationId, ids);
  if (shop !== null) return shop;
  if (form.get("intent") === "move") {
    const move = { siteId: String(form.get("to") ?? ""), guardIds: ids };
    return redirectWithFlash(here, await moveTogether(ctx, move, undoAt), ctx.clock.now());
  }
  const intent = intentIn(form);
  if (intent === "leave" && form.get("confirmed") !== "yes") return data({ leaving: ids });
  const outcome = await changeStatus(ctx, intent, ids);
  return redirectWithFlash(here, flashOf(intent, outcome, undoAt), ctx.clock.now());
});

export default function GuardsIndex() {
  const answer = useActionData<typeof action>() as { leaving: string[] } | undefined;
  return <GuardListPage {...useLoaderData<typeof loader>()} leaving={answer?.leaving ?? null} />;
}
