import { type Ctx, query } from "../context.ts";
import { type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import { type GuardList, type GuardRow, guardOrder, selectGuards } from "./guard-list.ts";

/** Large enough that a file of thousands takes few round trips, small enough to hold. */
const PAGE_SIZE = 1_000;

/** The same list for a file: larger pages, one statement each. Throws FORBIDDEN. */
export async function listGuardExport(ctx: Ctx, list: GuardList): Promise<Page<GuardRow>> {
  const { organisationId } = requireStaff(ctx.actor, "guards.export", ctx.clock.now());
  const order = guardOrder(list.sort);
  const place = readPlace(list, order);
  const rows = await query<GuardRow & { key: string[] }>(
    ctx.db,
    selectGuards(organisationId, list, { order, place, limit: PAGE_SIZE + 1 }),
  );
  return pageOf(rows, PAGE_SIZE, place);
}
