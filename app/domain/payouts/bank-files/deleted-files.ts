import { sql } from "drizzle-orm";
import { describeFault } from "../../../core/errors.ts";
import { type Ctx, query } from "../../context.ts";
import { folderOf } from "./rules.ts";

interface Ended {
  id: string;
  organisationId: string;
}

/**
 * Deletes what object storage holds of files that have ended, and says so on their rows. What cannot be deleted now is due
 * still, and the sweep goes on with it. Gives how many are gone.
 */
export async function deleteFolders(
  ended: readonly Ended[],
  { files, systemDb, clock, log }: Pick<Ctx, "files" | "systemDb" | "clock" | "log">,
): Promise<number> {
  try {
    const listings = await Promise.all(
      ended.map(({ id, organisationId }) => files.list({ prefix: folderOf(organisationId, id) })),
    );
    const keys = listings.flatMap(({ objects }) => objects.map(({ key }) => key));
    if (keys.length > 0) await files.delete(keys);
    const whole = ended.filter((_, index) => listings[index]?.truncated === false).map(({ id }) => id);
    const deleted = await query(
      systemDb,
      sql`update payout_files set deleted_at = ${clock.now()}
        where id = any(${sql.param(whole)}::text[]) and status <> 'exported' and deleted_at is null returning id`,
    );
    return deleted.length;
  } catch (error) {
    log.error("payout_files.not_deleted", { files: ended.map(({ id }) => id), ...describeFault(error) });
    return 0;
  }
}
