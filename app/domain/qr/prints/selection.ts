import { type SQL, sql } from "drizzle-orm";
import { matchesAll } from "../../searching.ts";
import type { PrintSelection } from "../input.ts";

/** The active guards `g` of a selection. */
export function guardsOf(organisationId: string, { guardIds, siteId, search }: PrintSelection): SQL {
  return sql`g.organisation_id = ${organisationId} and g.status = 'active'
    and (${guardIds.length === 0} or g.id = any(${sql.param(guardIds)}::text[])) and (${siteId}::text is null or g.site_id = ${siteId})
    and ${matchesAll(search, sql`concat_ws(' ', g.first_name, g.last_name, g.display_name, g.badge_number, g.employee_id)`)}`;
}

/** With each guard `g` the code that is printed, or none. */
export const ACTIVE_CODE = sql`left join qr_codes c
  on c.organisation_id = g.organisation_id and c.guard_id = g.id and c.status = 'active'`;

/** Site by site, as whoever hangs them walks. */
export const IN_ORDER = sql`order by lower(s.name), s.id, g.last_name, g.first_name, g.id`;
