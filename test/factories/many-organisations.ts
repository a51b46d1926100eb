import { randomBytes } from "node:crypto";
import type pg from "pg";

/** Where an organisation of a crowd is: its zone is its own time, which settlements go by. */
export const PLACES = {
  lagos: { country: "NG", currency: "NGN", zone: "Africa/Lagos", hoursAhead: 1 },
  nairobi: { country: "KE", currency: "KES", zone: "Africa/Nairobi", hoursAhead: 3 },
  accra: { country: "GH", currency: "GHS", zone: "Africa/Accra", hoursAhead: 0 },
} as const;

export type Place = keyof typeof PLACES;

export interface ManyOrganisation {
  organisationId: string;
  siteId: string;
  place: Place;
  currency: string;
}

/**
 * Adds organisations with a daily settlement, all suspended, so that each trial of a test may have its own in one database:
 * `only` lets some be active and all others rest. Those of the demo rest as well.
 */
export async function addOrganisations(owner: pg.Client, places: readonly Place[]) {
  const crowd = randomBytes(4).toString("hex");
  const organisations = places.map((place, index) => ({
    organisationId: `org-${crowd}-${index}`,
    siteId: `site-${crowd}-${index}`,
    place,
    ...PLACES[place],
  }));
  await owner.query(
    `with organisation as (
       select * from jsonb_to_recordset($1::jsonb) as o ("organisationId" text, "siteId" text, country text, currency text, zone text)
     ), added as (
       insert into organisations (id, status, name, slug, country, currency, time_zone, created_at)
       select "organisationId", 'suspended', "organisationId", "organisationId", country, currency, zone, '2025-01-01Z'
       from organisation
     ), policy as (
       insert into organisation_policies (organisation_id, version, in_force_from, presets_minor, minimum_minor, maximum_minor,
         platform_fee_bps, rail_fee_bearer, patron_may_cover_fee)
       select "organisationId", 1, '2025-01-01Z', array[100], 100, 100000, 500, 'organisation', true from organisation
     )
     insert into sites (id, organisation_id, name) select "siteId", "organisationId", 'Gate' from organisation`,
    [JSON.stringify(organisations)],
  );
  await owner.query("update organisations set status = 'suspended' where kind = 'tenant'");
  let active: readonly string[] = [];
  const only = async (next: readonly string[]): Promise<void> => {
    await owner.query(
      `update organisations set status = case when id = any($1) then 'active' else 'suspended' end
       where id = any($1) or id = any($2)`,
      [next, active],
    );
    active = next;
  };
  return { organisations: organisations as readonly ManyOrganisation[], only };
}
