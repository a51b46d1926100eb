import { csvOf } from "#app/domain/guards/index.ts";
import { listSites, type Site } from "#app/domain/organisations/index.ts";
import { csvFile } from "#app/staff-csv.ts";
import { staffLoader } from "#app/staff-door.ts";
import { kindName } from "../admin.$organisation.sites/site-form.tsx";
import { readSiteList } from "../admin.$organisation.sites/site-list.ts";

const PAGE_SIZE = 500;
const HEADER = ["Site", "Kind", "Address", "Guards", "Status"];

/** The sites as their list is narrowed and sorted, as a file. */
export const loader = staffLoader("sites.read", async ({ ctx, request, organisationId }) => {
  const list = { ...readSiteList(new URL(request.url)), after: null, before: null, size: PAGE_SIZE };
  return csvFile({
    name: `sites-${organisationId}-${ctx.clock.now().toISOString().slice(0, 10)}`,
    header: csvOf([HEADER]),
    first: await listSites(ctx, list),
    linesOf: ({ rows }) => csvOf(rows.map(lineOf)),
    next: async ({ older }) => (older === null ? null : listSites(ctx, { ...list, after: older })),
  });
});

function lineOf({ name, kind, address, guards, status }: Site): string[] {
  return [name, kindName(kind), address ?? "", String(guards), status === "active" ? "Open" : "Closed"];
}
