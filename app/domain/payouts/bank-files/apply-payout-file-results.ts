import { newId } from "../../../core/ids.ts";
import { type Ctx, transact } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { answerStatement, lockPayouts } from "../answer-statement.ts";
import { deleteFolders } from "./deleted-files.ts";
import { dropResults, keptResults } from "./kept-results.ts";
import { type FileRecord, loadFile, loadKnownLines } from "./known-files.ts";
import { effectOfResult } from "./result-effects.ts";
import { type PlannedResult, planResults } from "./result-plan.ts";
import { lockFile, resultStatement, standsAsJudged } from "./result-statement.ts";

export type ApplyPayoutFileResultsOutcome =
  | { status: "applied"; paid: number; failed: number; returned: number; isClosed: boolean }
  /** Every row says what is recorded already, or nothing yet. */
  | { status: "nothing_new" }
  /** Rows are wrong as things stand now: nothing was posted. */
  | { status: "has_errors" }
  /** Somebody else changed the file in this moment: nothing was posted, look again. */
  | { status: "changed" }
  | { status: "gone" };

/**
 * Posts a bank's results the way a rail's answers are posted, from the bank: all of them or none, judged afresh and guarded by
 * the statuses that were judged. Applied twice, or by two people at once, they change nothing more.
 * Moves: exported → paid, failed, reversed; paid → reversed; a line that was given up and paid after all → paid.
 * Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function applyPayoutFileResults(
  ctx: Ctx,
  { fileId, resultsId }: { fileId: string; resultsId: string },
): Promise<ApplyPayoutFileResultsOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", ctx.clock.now());
  const file = await loadFile(organisationId, fileId, ctx);
  const rows = await keptResults(file, resultsId, ctx);
  if (rows === null) return { status: "gone" };
  const plan = planResults(rows, await loadKnownLines(file, ctx));
  if (plan.errors.length > 0) return { status: "has_errors" };
  const applied = plan.results.length > 0 ? await apply(ctx, file, plan.results) : null;
  if (plan.results.length > 0 && applied === null) return { status: "changed" };
  ctx.afterwards(dropResults(file, resultsId, ctx));
  if (applied === null) return { status: "nothing_new" };
  const isClosed = applied === "closed";
  if (isClosed && file.status === "exported") await deleteFolders([file], ctx);
  const count = (result: PlannedResult["result"]) => plan.results.filter((one) => one.result === result).length;
  return { status: "applied", paid: count("paid"), failed: count("failed"), returned: count("returned"), isClosed };
}

/** The file's status after it; null when something has moved since it was judged. */
async function apply(ctx: Ctx, file: FileRecord, results: readonly PlannedResult[]): Promise<string | null> {
  const at = ctx.clock.now();
  const db = ctx.systemDb;
  const effects = results.map((result) => effectOfResult(result, newId("alt", at, ctx.randomness), at));
  const [, , , written] = await transact({ ...ctx, db }, [
    db.execute(lockFile(file)),
    db.execute(lockPayouts(effects.map(({ reference }) => reference))),
    db.execute(answerStatement(effects, at, standsAsJudged(file, effects))),
    db.execute(resultStatement(file, results, ctx)),
  ]);
  const [row] = (written?.rows ?? []) as { status?: string }[];
  return row?.status ?? null;
}
