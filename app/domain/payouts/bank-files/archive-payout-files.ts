import { sql } from "drizzle-orm";
import { type Ctx, query } from "../../context.ts";
import { deleteFolders } from "./deleted-files.ts";

/** Each is a listing and at most one deletion. */
const BATCH_SIZE = 5;

/**
 * Deletes the files of those that have ended and are still in object storage, since they hold whole account numbers. Returns
 * how many were deleted.
 */
export async function archivePayoutFiles(ctx: Ctx): Promise<number> {
  const ended = await query<{ id: string; organisationId: string }>(
    ctx.systemDb,
    sql`select id, organisation_id as "organisationId" from payout_files
      where status <> 'exported' and deleted_at is null order by ended_at limit ${BATCH_SIZE}`,
  );
  return ended.length === 0 ? 0 : deleteFolders(ended, ctx);
}
