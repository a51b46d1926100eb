import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { SETTLES_AT } from "./rules.ts";

/** Dates that were missed are looked for so far back. */
const DAYS_BACK = 60;

/**
 * The policy in force for `o` as `p`; and as `last` the last business date that it was settled on, the last on which it was not
 * somebody who asked for it (`regular_date`), and the first.
 */
export function policyAndLastRun(at: Instant): SQL {
  return sql`
    join lateral (
      select settlement_cadence, settlement_weekday, settlement_threshold_minor, transfer_fee_bearer
      from organisation_policies
      where organisation_id = o.id and in_force_from <= ${at}::timestamptz order by version desc limit 1
    ) p on true
    left join lateral (
      select max(business_date) as business_date, max(business_date) filter (where cause <> 'manual') as regular_date,
        min(business_date) as first_date
      from settlement_runs where organisation_id = o.id
    ) last on true`;
}

/**
 * Business dates that are due, by each organisation's own time and cadence, since the last regular one; “Run now” leaves out
 * none before it. One that never was settled begins with its newest date. To be read as a CTE: id, currency, business_date,
 * cadence, threshold, bearer, is_newest (no later one was settled), last_date.
 */
export function dueDates(at: Instant): SQL {
  return sql`
    select l.id, l.currency, d.business_date::date as business_date, l.settlement_cadence as cadence,
      l.settlement_threshold_minor as threshold, l.transfer_fee_bearer as bearer,
      d.business_date::date = max(d.business_date::date) over (partition by l.id)
        and coalesce(d.business_date::date > l.last_date, true) as is_newest, l.last_date
    from (
      select o.id, o.currency, p.*, last.business_date as last_date, last.regular_date, last.first_date, o.created_at,
        o.time_zone,
        case when (${at}::timestamptz at time zone o.time_zone)::time >= ${SETTLES_AT}::time
          then (${at}::timestamptz at time zone o.time_zone)::date
          else (${at}::timestamptz at time zone o.time_zone)::date - 1 end as newest
      from organisations o ${policyAndLastRun(at)}
      where o.kind = 'tenant' and o.status = 'active'
    ) l
    cross join lateral generate_series(
      greatest(coalesce(l.regular_date + 1, l.first_date), (l.created_at at time zone l.time_zone)::date,
        l.newest - ${DAYS_BACK}::int)::timestamp,
      l.newest::timestamp, '1 day'
    ) as d (business_date)
    where (l.settlement_cadence <> 'weekly' or extract(isodow from d.business_date) = l.settlement_weekday)
      and not exists (
        select from settlement_runs r where r.organisation_id = l.id and r.business_date = d.business_date::date
      )`;
}
