import { type SQL, sql } from "drizzle-orm";
import { type Ctx, transact } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import {
  type CodeFigure,
  type DayFigure,
  type FigureFilters,
  type Figures,
  figureOrder,
  figuresOf,
  type SiteFigure,
} from "./code-figures.ts";

export interface CodeFigureList extends FigureFilters, Cursors {
  /** `guard`, `site`, `scans`, `started` or `paid`, with a minus for the other direction. */
  sort: string | null;
  /** Rows a page. */
  size: number;
}

export interface CodeFigures {
  /** The range that was meant, by the organisation's calendar. */
  from: string;
  to: string;
  totals: Figures;
  codes: Page<CodeFigure>;
  sites: SiteFigure[];
  days: DayFigure[];
}

interface Summary {
  from: string;
  to: string;
  totals: Figures;
  sites: SiteFigure[];
  days: DayFigure[];
}

/**
 * Scans, tips started and tips paid in a range of local days: in all, a code, a site and a day. Codes that are revoked are
 * listed when anything happened. Throws FORBIDDEN.
 */
export async function listCodeFigures(ctx: Ctx, list: CodeFigureList): Promise<CodeFigures> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "codes.read", now);
  const order = figureOrder(list.sort);
  const place = readPlace(list, order);
  const figures = figuresOf(organisationId, list, now);
  const [rows, summaries] = await transact(ctx, [
    ctx.db.execute(
      sql`with ${figures} ${codeRows(keyOf(order), beyond(order, place), inOrder(order, place), list.size + 1)}`,
    ),
    ctx.db.execute(sql`with ${figures} ${SUMMARY}`),
  ]);
  const summary = summaries?.rows[0] as unknown as Summary;
  const codes = pageOf((rows?.rows ?? []) as unknown as (CodeFigure & { key: string[] })[], list.size, place);
  return { ...summary, codes };
}

function codeRows(key: SQL, after: SQL, order: SQL, limit: number): SQL {
  return sql`, summed as (
      select c.id, c.serial, c.version, c.status, c.guard_id, c.guard_name, c.site_name,
        coalesce(sum(n.scans), 0)::int as scans, coalesce(sum(n.started), 0)::int as started,
        coalesce(sum(n.paid), 0)::int as paid
      from codes c left join figures n on n.code_id = c.id
      group by c.id, c.serial, c.version, c.status, c.guard_id, c.guard_name, c.site_name
    )
    select f.id, f.serial, f.version, f.status, f.guard_id as "guardId", f.guard_name as "guardName",
      f.site_name as "siteName", f.scans, f.started, f.paid, ${key} as key,
      (select jsonb_agg(coalesce(n.scans, 0) order by d.day)
        from span, generate_series(span.since::timestamp, span.until::timestamp, interval '1 day') as d (day)
        left join scanned n on n.code_id = f.id and n.day = d.day::date) as days
    from summed f
    where (f.status = 'active' or f.scans + f.started > 0) and ${after}
    order by ${order} limit ${limit}`;
}

const SUMMED = sql`coalesce(sum(n.scans), 0)::int as scans, coalesce(sum(n.started), 0)::int as started,
  coalesce(sum(n.paid), 0)::int as paid`;

const SUMMARY = sql`select span.since::text as from, span.until::text as to,
    (select jsonb_build_object('scans', t.scans, 'started', t.started, 'paid', t.paid)
      from (select ${SUMMED} from figures n) t) as totals,
    coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'scans', t.scans, 'started', t.started,
        'paid', t.paid) order by t.scans desc, t.name)
      from (select c.site_id as id, c.site_name as name, ${SUMMED}
        from codes c left join figures n on n.code_id = c.id group by 1, 2) t), '[]') as sites,
    coalesce((select jsonb_agg(jsonb_build_object('day', t.day, 'scans', t.scans, 'started', t.started, 'paid', t.paid)
        order by t.day)
      from (select d.day::date as day, ${SUMMED}
        from generate_series(span.since::timestamp, span.until::timestamp, interval '1 day') as d (day)
        left join figures n on n.day = d.day::date group by 1) t), '[]') as days
  from span`;
