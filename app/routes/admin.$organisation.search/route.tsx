import { type GuardRow, listGuards } from "#app/domain/guards/index.ts";
import { listSites, type Site } from "#app/domain/organisations/index.ts";
import { staffLoader } from "#app/staff-door.ts";

const SHOWN = { guards: 8, sites: 4 };

/** What the command palette finds: guards and sites by a few words. */
export const loader = staffLoader("guards.read", async ({ ctx, request, organisationId }) => {
  const search = new URL(request.url).searchParams.get("q")?.trim() ?? "";
  if (search === "") return { results: [] };
  const everything = { siteId: null, status: null, hasPhoto: null, hasPayoutAccount: null, sort: null };
  const first = { after: null, before: null };
  const [guards, sites] = await Promise.all([
    listGuards(ctx, { ...everything, ...first, search }),
    listSites(ctx, { status: null, sort: null, ...first, search }),
  ]);
  const home = `/admin/${organisationId}`;
  return {
    results: [
      ...guards.rows.slice(0, SHOWN.guards).map((guard) => guardResult(guard, home)),
      ...sites.rows.slice(0, SHOWN.sites).map((site) => siteResult(site, home)),
    ],
  };
});

function guardResult({ id, firstName, lastName, siteName, employeeId }: GuardRow, home: string) {
  return { id, label: `${firstName} ${lastName}`, detail: `${siteName} · ${employeeId}`, to: `${home}/guards/${id}` };
}

function siteResult({ id, name, address }: Site, home: string) {
  return { id, label: name, detail: address ?? "Site", to: `${home}/sites/${id}` };
}
