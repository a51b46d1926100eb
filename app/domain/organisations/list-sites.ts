import { type SQL, sql } from "drizzle-orm";
import { type Ctx, transact } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import { matchesAll } from "../searching.ts";
import type { Site } from "./get-site.ts";

export interface SiteList extends Cursors {
  search: string;
  status: "active" | "closed" | null;
  /** `name` or `created`, with a minus for the other direction. */
  sort: string | null;
  /** Rows a page, when not as many as a person looks at. */
  size?: number;
}

const PAGE_SIZE = 50;

export interface SitePage extends Page<Site> {
  /** How many sites the list holds in all, and how many guards stand there. */
  total: number;
  guards: number;
}

/** The organisation's sites with how many guards stand at each, a page at a time. Throws FORBIDDEN. */
export async function listSites(ctx: Ctx, { size = PAGE_SIZE, ...list }: SiteList): Promise<SitePage> {
  const { organisationId } = requireStaff(ctx.actor, "sites.read", ctx.clock.now());
  const order = orderOf(list.sort);
  const place = readPlace(list, order);
  const from = sitesThat(organisationId, list);
  const [read, counted] = await transact(ctx, [
    ctx.db.execute(sql`select s.id, s.name, s.kind, s.address, s.status, coalesce(g.guards, 0) as guards,
        ${keyOf(order)} as key ${from} and ${beyond(order, place)}
      order by ${inOrder(order, place)} limit ${size + 1}`),
    ctx.db.execute(sql`select count(*)::int as total, coalesce(sum(g.guards), 0)::int as guards ${from}`),
  ]);
  const page = pageOf((read?.rows ?? []) as unknown as (Site & { key: string[] })[], size, place);
  const { total, guards } = (counted?.rows[0] ?? {}) as { total?: number; guards?: number };
  return { ...page, total: Number(total ?? 0), guards: Number(guards ?? 0) };
}

/** The tables and the condition of a list. */
function sitesThat(organisationId: string, { status, search }: Pick<SiteList, "status" | "search">): SQL {
  return sql`from sites s
    left join (
      select site_id, count(*)::int as guards from guards
      where organisation_id = ${organisationId} and status <> 'left' group by site_id
    ) g on g.site_id = s.id
    where s.organisation_id = ${organisationId} and (${status}::text is null or s.status = ${status})
      and ${matchesAll(search, sql`concat_ws(' ', s.name, s.address)`)}`;
}

function orderOf(sort: string | null): Order {
  const isDescending = sort?.startsWith("-") ?? false;
  const id = { value: sql`s.id`, kind: "text" as const };
  return sort?.replace(/^-/, "") === "created"
    ? { columns: [{ value: sql`s.created_at`, kind: "instant" }, id], isDescending }
    : { columns: [{ value: sql`lower(s.name)`, kind: "text" }, id], isDescending };
}
