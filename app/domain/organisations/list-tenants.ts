import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

export interface Tenant {
  id: string;
  name: string;
  status: "active" | "suspended";
  country: string;
  currency: string;
  createdAt: string;
  guards: number;
  members: number;
}

/** Every tenant with its size, for Asante's own people; asked of the whole database. Throws FORBIDDEN. */
export async function listTenants(ctx: Ctx): Promise<Tenant[]> {
  requireStaff(ctx.actor, "platform.read", ctx.clock.now());
  return query<Tenant>(
    ctx.systemDb,
    sql`select o.id, o.name, o.status, o.country, o.currency, o.created_at as "createdAt",
        coalesce(g.guards, 0) as guards, coalesce(m.members, 0) as members
      from organisations o
      left join (
        select organisation_id, count(*)::int as guards from guards where status <> 'left' group by 1
      ) g on g.organisation_id = o.id
      left join (
        select organisation_id, count(*)::int as members from members where status = 'active' group by 1
      ) m on m.organisation_id = o.id
      where o.kind = 'tenant' order by lower(o.name), o.id`,
  );
}
