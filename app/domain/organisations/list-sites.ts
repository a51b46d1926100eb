import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import { matchesAll } from "../searching.ts";
import type { Site } from "./get-site.ts";

export interface SiteList extends Cursors {
  search: string;
  status: "active" | "closed" | null;
  /** `name` or `created`, with a minus for the other direction. */
  sort: string | null;
}

const PAGE_SIZE = 50;

/** The organisation's sites with how many guards stand at each, a page at a time. Throws FORBIDDEN. */
export async function listSites(ctx: Ctx, list: SiteList): Promise<Page<Site>> {
  const { organisationId } = requireStaff(ctx.actor, "sites.read", ctx.clock.now());
  const order = orderOf(list.sort);
  const place = readPlace(list, order);
  const rows = await query<Site & { key: string[] }>(
    ctx.db,
    sql`select s.id, s.name, s.kind, s.address, s.status, coalesce(g.guards, 0) as guards, ${keyOf(order)} as key
      from sites s
      left join (
        select site_id, count(*)::int as guards from guards
        where organisation_id = ${organisationId} and status <> 'left' group by site_id
      ) g on g.site_id = s.id
      where s.organisation_id = ${organisationId}
        and (${list.status}::text is null or s.status = ${list.status})
        and ${matchesAll(list.search, sql`concat_ws(' ', s.name, s.address)`)}
        and ${beyond(order, place)}
      order by ${inOrder(order, place)} limit ${PAGE_SIZE + 1}`,
  );
  return pageOf(rows, PAGE_SIZE, place);
}

function orderOf(sort: string | null): Order {
  const isDescending = sort?.startsWith("-") ?? false;
  const id = { value: sql`s.id`, kind: "text" as const };
  return sort?.replace(/^-/, "") === "created"
    ? { columns: [{ value: sql`s.created_at`, kind: "instant" }, id], isDescending }
    : { columns: [{ value: sql`lower(s.name)`, kind: "text" }, id], isDescending };
}
