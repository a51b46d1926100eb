import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { guardIds as guardIdsInput, type StatusChange } from "./input.ts";
import { statusChange } from "./status-change.ts";

export interface StatusChangeOutcome {
  /** Who were moved, and can be moved back. */
  changed: string[];
  /** Who were in another status already, or are not of this organisation. */
  untouched: number;
}

/**
 * Activates (draft → active), suspends (active → suspended) or reinstates (suspended → active) guards, up to 500 in one
 * statement. From then on a tip is refused or taken accordingly, since each asks for the guard's status; the edge copies
 * follow within a minute. Leaving is qr/archive-guards.ts. Throws FORBIDDEN, INVALID_INPUT.
 */
export async function updateGuardStatus(
  ctx: Ctx,
  { change, ...input }: { change: StatusChange; guardIds: readonly string[] },
): Promise<StatusChangeOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "guards.write", ctx.clock.now());
  const guardIds = parseInput(guardIdsInput, input.guardIds);
  const moved = await query<{ id: string }>(
    ctx.db,
    sql`with ${statusChange({ organisationId, guardIds, change }, ctx)} select id from moved order by id`,
  );
  return { changed: moved.map(({ id }) => id), untouched: guardIds.length - moved.length };
}
