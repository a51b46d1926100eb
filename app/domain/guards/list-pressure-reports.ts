import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { beyond, type Cursors, inOrder, keyOf, type Order, type Page, pageOf, readPlace } from "../keyset.ts";
import { requireStaff } from "../permissions.ts";
import type { PressureReport } from "./input.ts";

/** What a patron told us of being put under pressure. Nobody knows who. */
export interface ReceivedReport {
  id: string;
  kind: PressureReport["kind"];
  details: string | null;
  guardId: string;
  guardName: string;
  siteName: string;
  at: string;
}

const PAGE_SIZE = 50;
const NEWEST_FIRST: Order = {
  columns: [
    { value: sql`r.created_at`, kind: "instant" },
    { value: sql`r.id`, kind: "text" },
  ],
  isDescending: true,
};

/** The reports that the organisation's patrons sent, newest first. Throws FORBIDDEN. */
export async function listPressureReports(ctx: Ctx, cursors: Cursors): Promise<Page<ReceivedReport>> {
  const { organisationId } = requireStaff(ctx.actor, "alerts.read", ctx.clock.now());
  const place = readPlace(cursors, NEWEST_FIRST);
  const rows = await query<ReceivedReport & { key: string[] }>(
    ctx.db,
    sql`select r.id, r.kind, r.details, g.id as "guardId", g.first_name || ' ' || g.last_name as "guardName",
        s.name as "siteName", r.created_at as at, ${keyOf(NEWEST_FIRST)} as key
      from pressure_reports r
      join qr_codes c on (c.organisation_id, c.id) = (r.organisation_id, r.code_id)
      join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      where r.organisation_id = ${organisationId} and ${beyond(NEWEST_FIRST, place)}
      order by ${inOrder(NEWEST_FIRST, place)} limit ${PAGE_SIZE + 1}`,
  );
  return pageOf(rows, PAGE_SIZE, place);
}
