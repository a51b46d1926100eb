import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

export interface PressureCount {
  id: string;
  name: string;
  reports: number;
}

export interface PressureCounts {
  total: number;
  guards: PressureCount[];
  sites: PressureCount[];
  /** Days of the organisation's calendar on which any came, newest first. */
  days: { day: string; reports: number }[];
}

const DAYS = 30;
const SHOWN = 10;

/** How many reports of pressure came in the last thirty days: by guard, by site and by day. Throws FORBIDDEN. */
export async function findPressureCounts(ctx: Ctx): Promise<PressureCounts> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "alerts.read", now);
  const [counts] = await query<PressureCounts>(
    ctx.db,
    sql`with recent as (
        select g.id as guard_id, g.first_name || ' ' || g.last_name as guard, s.id as site_id, s.name as site,
          (r.created_at at time zone o.time_zone)::date as day
        from pressure_reports r
        join organisations o on o.id = r.organisation_id
        join qr_codes c on (c.organisation_id, c.id) = (r.organisation_id, r.code_id)
        join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
        join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
        where r.organisation_id = ${organisationId} and r.created_at > ${now}::timestamptz - make_interval(days => ${DAYS})
      ), by_guard as (
        select guard_id as id, guard as name, count(*)::int as reports from recent group by 1, 2
        order by reports desc, name limit ${SHOWN}
      ), by_site as (
        select site_id as id, site as name, count(*)::int as reports from recent group by 1, 2
        order by reports desc, name limit ${SHOWN}
      ), by_day as (
        select day::text, count(*)::int as reports from recent group by 1 order by 1 desc
      )
      select (select count(*)::int from recent) as total,
        coalesce((select jsonb_agg(g) from by_guard g), '[]') as guards,
        coalesce((select jsonb_agg(s) from by_site s), '[]') as sites,
        coalesce((select jsonb_agg(d) from by_day d), '[]') as days`,
  );
  return counts ?? { total: 0, guards: [], sites: [], days: [] };
}
