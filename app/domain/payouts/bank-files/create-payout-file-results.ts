import { newId } from "../../../core/ids.ts";
import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { keepResults } from "./kept-results.ts";
import { loadFile } from "./known-files.ts";
import { readResultFile } from "./result-file.ts";

export type CreatePayoutFileResultsOutcome =
  | { status: "previewed"; resultsId: string }
  | { status: "unreadable"; message: string };

/**
 * Takes in a bank's file of results; nothing is posted before they are applied. Kept until then is only what counts of each
 * row. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function createPayoutFileResults(
  ctx: Ctx,
  { fileId, bytes }: { fileId: string; bytes: Uint8Array },
): Promise<CreatePayoutFileResultsOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const file = await loadFile(organisationId, fileId, ctx);
  const reading = readResultFile(bytes, file.currency);
  if (reading.status === "unreadable") return reading;
  const resultsId = newId("pfr", at, ctx.randomness);
  await keepResults(file, { resultsId, rows: reading.rows }, ctx);
  return { status: "previewed", resultsId };
}
