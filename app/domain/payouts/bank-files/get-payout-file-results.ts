import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { keptResults } from "./kept-results.ts";
import { loadFile, loadKnownLines } from "./known-files.ts";
import { planResults, type ResultPlan } from "./result-plan.ts";

/** What results would do as things stand now; null when they are no longer kept. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND. */
export async function getPayoutFileResults(
  ctx: Ctx,
  { fileId, resultsId }: { fileId: string; resultsId: string },
): Promise<ResultPlan | null> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  const file = await loadFile(organisationId, fileId, ctx);
  const rows = await keptResults(file, resultsId, ctx);
  return rows === null ? null : planResults(rows, await loadKnownLines(file, ctx));
}
