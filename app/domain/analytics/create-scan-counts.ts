import { sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";

/** So many views of a code's page in the quarter of an hour that began `at`: local days everywhere begin with one. */
export interface ScanCount {
  token: string;
  at: Instant;
  scans: number;
}

/**
 * Adds counted views to each code's local day, in one statement. Rows are taken in one order by everybody, so that two
 * who add at once wait for each other and never lock each other out. Tokens that are nobody's are nobody's scans.
 */
export async function createScanCounts(ctx: Ctx, counts: readonly ScanCount[]): Promise<void> {
  await query(
    ctx.db,
    sql`insert into code_scans (organisation_id, code_id, day, scans)
      select c.organisation_id, c.id, (n.at at time zone o.time_zone)::date as day, sum(n.scans)::int
      from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as n (token text, at timestamptz, scans int)
      join qr_codes c on c.token = n.token join organisations o on o.id = c.organisation_id
      group by 1, 2, 3 order by c.id, day
      on conflict (code_id, day) do update set scans = code_scans.scans + excluded.scans`,
  );
}
