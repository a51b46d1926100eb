import { type SQL, sql } from "drizzle-orm";
import { randomBase32 } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";
import { settingOf } from "../organisations/index.ts";

/** Silent days mean something where they would usually bring so many scans: chance alone then keeps nobody away. */
const SCANS_EXPECTED = 6;
/** A code whose usual number is known from fewer days is not watched. */
const KNOWN_DAYS = 7;
const USUAL_DAYS = 28;
/** A drop is over a little above where it began, so that it does not come and go. */
const RECOVERY_PERCENT = 20;
/** Below this, a week says little. */
const USUAL_WEEK = 20;

/**
 * Raises an alert for each active code that fell silent or is scanned much less than its own four weeks before, by as many
 * days and as much as its organisation chose, and resolves those that recovered or need no watching any more. Whole local days only. An alert that somebody resolved
 * comes back when the code was scanned and fell silent again, or when a drop goes on for another week. One statement for
 * all organisations. Returns how many were raised.
 */
export async function createScanAlerts(ctx: Ctx): Promise<number> {
  const [done] = await query<{ raised: number }>(
    ctx.db,
    sql`with ${watched(ctx.clock.now())},
      trouble as (${TROUBLE}),
      raised as (
        insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        select ${`alt-scans-${randomBase32(16, ctx.randomness).toLowerCase()}-`}::text || row_number() over (order by t.kind, t.id),
          t.organisation_id, t.kind, t.id, t.detail, ${ctx.clock.now()}::timestamptz
        from trouble t
        on conflict (kind, subject) do update
          set raised_at = excluded.raised_at, detail = excluded.detail, resolved_at = null
          where alerts.resolved_at is not null and case alerts.kind
            when 'silent_code' then exists (
              select from code_scans s where s.code_id = alerts.subject and s.day >= alerts.raised_at::date)
            else alerts.resolved_at < excluded.raised_at - interval '7 days' end
        returning id
      ), resolved as (
        update alerts a set resolved_at = ${ctx.clock.now()}::timestamptz
        where a.resolved_at is null and ${isOver(sql`a`)} returning id
      )
      select (select count(*)::int from raised) as raised, (select count(*) from resolved)`,
  );
  return done?.raised ?? 0;
}

/** Active codes of active guards, with what is usual for each and what the last days brought. */
function watched(now: Date): SQL {
  return sql`days as (
      select o.id, o.time_zone, (${now}::timestamptz at time zone o.time_zone)::date as today,
        (${settingOf("alerts.silence_days", sql`o.id`)})::int as silence,
        100 - (${settingOf("alerts.scan_drop_percent", sql`o.id`)})::int as drop_to
      from organisations o where o.status = 'active'
    ), counted as (
      select c.id, c.organisation_id, c.serial, s.name as site, d.today, d.time_zone, d.silence, d.drop_to,
        least(${USUAL_DAYS}::int, d.today - d.silence - (c.created_at at time zone d.time_zone)::date) as known_days,
        least(${USUAL_DAYS}::int, d.today - 7 - (c.created_at at time zone d.time_zone)::date) as known_before_week,
        coalesce(sum(n.scans) filter (
          where n.day between d.today - d.silence - ${USUAL_DAYS}::int and d.today - d.silence - 1), 0) as usual_scans,
        coalesce(sum(n.scans) filter (
          where n.day between d.today - 7 - ${USUAL_DAYS}::int and d.today - 8), 0) as before_week,
        coalesce(sum(n.scans) filter (where n.day between d.today - 7 and d.today - 1), 0) as week,
        max(n.day) as last_day
      from qr_codes c
      join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id) and g.status = 'active'
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      join days d on d.id = c.organisation_id
      left join code_scans n on n.code_id = c.id and n.day >= d.today - greatest(d.silence, 7) - ${USUAL_DAYS}::int
      where c.status = 'active' group by c.id, s.name, d.today, d.time_zone, d.silence, d.drop_to
    ), watched as (
      select *, case when known_days >= ${KNOWN_DAYS} then usual_scans::numeric / known_days end as usual,
        case when known_before_week >= ${USUAL_DAYS} then before_week * 7.0 / ${USUAL_DAYS} end as usual_week
      from counted
    )`;
}

const TROUBLE = sql`select w.id, w.organisation_id, 'silent_code' as kind,
    format('code %s at %s has had no scan for %s days; it usually has %s a day', w.serial, w.site, w.silence,
      round(w.usual, 1)) as detail
  from watched w
  where w.usual * w.silence >= ${SCANS_EXPECTED} and w.last_day < w.today - w.silence
  union all
  select w.id, w.organisation_id, 'scan_drop',
    format('code %s at %s had %s scans in a week; it usually has %s', w.serial, w.site, w.week, round(w.usual_week))
  from watched w
  where w.usual_week >= ${USUAL_WEEK} and w.week > 0 and w.week * 100 <= w.usual_week * w.drop_to`;

/** A code that is watched no more, as it was revoked or its guard left, troubles nobody. */
function isOver(alert: SQL): SQL {
  return sql`case ${alert}.kind
    when 'silent_code' then not exists (
      select from watched w where w.id = ${alert}.subject
        and (w.last_day is null or w.last_day < (${alert}.raised_at at time zone w.time_zone)::date))
    when 'scan_drop' then not exists (
      select from watched w where w.id = ${alert}.subject and w.usual_week >= ${USUAL_WEEK}
        and w.week * 100 <= w.usual_week * least(w.drop_to + ${RECOVERY_PERCENT}::int, 90))
    else false end`;
}
