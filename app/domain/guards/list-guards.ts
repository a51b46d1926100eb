import { sql } from "drizzle-orm";
import { type Ctx, transact } from "../context.ts";
import { type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import { type GuardList, type GuardRow, guardOrder, guardsThat, selectGuards } from "./guard-list.ts";

const PAGE_SIZE = 50;

/** The organisation's guards, searched, narrowed and sorted, a page at a time, and how many there are in all. Throws FORBIDDEN. */
export async function listGuards(ctx: Ctx, list: GuardList): Promise<Page<GuardRow> & { total: number }> {
  const { organisationId } = requireStaff(ctx.actor, "guards.read", ctx.clock.now());
  const order = guardOrder(list.sort);
  const place = readPlace(list, order);
  const [rows, count] = await transact(ctx, [
    ctx.db.execute(selectGuards(organisationId, list, { order, place, limit: PAGE_SIZE + 1 })),
    ctx.db.execute(sql`select count(*)::int as total from guards g where ${guardsThat(organisationId, list)}`),
  ]);
  const page = pageOf((rows?.rows ?? []) as unknown as (GuardRow & { key: string[] })[], PAGE_SIZE, place);
  return { ...page, total: Number(count?.rows[0]?.["total"] ?? 0) };
}
