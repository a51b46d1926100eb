import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { dropResults } from "./kept-results.ts";
import { loadFile } from "./known-files.ts";

/** Drops results that were taken in and not applied; nothing was posted. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND. */
export async function archivePayoutFileResults(
  ctx: Ctx,
  { fileId, resultsId }: { fileId: string; resultsId: string },
): Promise<void> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  const file = await loadFile(organisationId, fileId, ctx);
  await dropResults(file, resultsId, ctx);
}
