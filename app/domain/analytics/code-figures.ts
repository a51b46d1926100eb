import { type SQL, sql } from "drizzle-orm";
import { parseInstant } from "../../core/time.ts";
import type { Order } from "../keyset.ts";
import { matchesAll } from "../searching.ts";

/** What a code led to. A tip counts on the day it was started; `paid` are those of them that came to be paid. */
export interface Figures {
  scans: number;
  started: number;
  paid: number;
}

export interface CodeFigure extends Figures {
  id: string;
  serial: string;
  version: number;
  status: "active" | "revoked";
  guardId: string;
  guardName: string;
  siteName: string;
  /** The scans of each day of the range, in order. */
  days: number[];
}

export interface SiteFigure extends Figures {
  id: string;
  name: string;
}

export interface DayFigure extends Figures {
  day: string;
}

/** Days of the organisation's calendar as YYYY-MM-DD; null is the last four weeks. What is no day counts as null. */
export interface FigureFilters {
  from: string | null;
  to: string | null;
  siteId: string | null;
  search: string;
}

export const DAYS_USUALLY = 28;
export const DAYS_AT_MOST = 366;

/** Paid tips in a hundred scans, to one decimal; null where nothing was scanned. */
export function conversionOf({ scans, paid }: Figures): number | null {
  return scans === 0 ? null : Math.round((paid / scans) * 1_000) / 10;
}

function dayOf(text: string | null): string | null {
  const at = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseInstant(`${text}T00:00:00Z`) : null;
  return at?.toISOString().startsWith(text ?? "") ? text : null;
}

/** The tables that every view of the figures is made of: `span`, `codes`, `scanned`, `given` and `figures`. */
export function figuresOf(organisationId: string, { from, to, siteId, search }: FigureFilters, now: Date): SQL {
  return sql`today as (
      select time_zone, (${now}::timestamptz at time zone time_zone)::date as day from organisations
      where id = ${organisationId}
    ), upto as (select time_zone, least(coalesce(${dayOf(to)}::date, day), day) as day from today),
    span as (
      select time_zone, day as until,
        greatest(least(coalesce(${dayOf(from)}::date, day - ${DAYS_USUALLY - 1}::int), day), day - ${DAYS_AT_MOST - 1}::int) as since
      from upto
    ), codes as (
      select c.id, c.serial, c.version, c.status, g.id as guard_id, g.first_name || ' ' || g.last_name as guard_name,
        s.id as site_id, s.name as site_name
      from qr_codes c
      join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      where c.organisation_id = ${organisationId} and (${siteId}::text is null or s.id = ${siteId})
        and ${matchesAll(search, sql`concat_ws(' ', c.serial, g.first_name, g.last_name, g.badge_number)`)}
    ), scanned as (
      select n.code_id, n.day, n.scans from code_scans n join codes c on c.id = n.code_id, span
      where n.organisation_id = ${organisationId} and n.day between span.since and span.until
    ), given as (
      select c.id as code_id, (t.created_at at time zone span.time_zone)::date as day, count(*) as started,
        count(t.credited_at) as paid
      from span, codes c join tips t on t.guard_id = c.guard_id and t.code_id = c.id
      where t.created_at >= span.since::timestamp at time zone span.time_zone
        and t.created_at < (span.until + 1)::timestamp at time zone span.time_zone
      group by 1, 2
    ), figures as (
      select code_id, day, sum(scans)::int as scans, sum(started)::int as started, sum(paid)::int as paid
      from (
        select code_id, day, scans, 0 as started, 0 as paid from scanned
        union all select code_id, day, 0, started, paid from given
      ) parts group by 1, 2
    )`;
}

const NAME = [{ value: sql`f.guard_name`, kind: "text" as const }];
const FIRST: Record<string, Order["columns"]> = {
  guard: NAME,
  site: [{ value: sql`f.site_name`, kind: "text" }, ...NAME],
  scans: [{ value: sql`f.scans`, kind: "number" }],
  started: [{ value: sql`f.started`, kind: "number" }],
  paid: [{ value: sql`f.paid`, kind: "number" }],
};

/** By the most scans, unless an address asks for another order. */
export function figureOrder(sort: string | null): Order {
  const key = sort?.replace(/^-/, "") ?? "";
  const isKnown = Object.hasOwn(FIRST, key);
  const columns = (isKnown ? FIRST[key] : FIRST["scans"]) ?? NAME;
  const isDescending = isKnown ? (sort?.startsWith("-") ?? false) : true;
  return { columns: [...columns, { value: sql`f.id`, kind: "text" }], isDescending };
}
