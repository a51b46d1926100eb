import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { actorName, auditInsert } from "../../audit/index.ts";
import { type Ctx, transact } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { answerStatement, lockPayouts } from "../answer-statement.ts";
import { deleteFolders } from "./deleted-files.ts";
import { type FileRecord, loadFile, loadKnownLines } from "./known-files.ts";
import { effectOfVoid } from "./result-effects.ts";
import { lockFile, standsAsJudged } from "./result-statement.ts";

export type VoidPayoutFileOutcome =
  | { status: "voided"; released: number }
  /** Every line has its result, or it was given up before. */
  | { status: "ended" }
  | { status: "not_asked" }
  /** Somebody else changed the file in this moment: look again. */
  | { status: "changed" };

/**
 * Confirms that a file is given up: two people say that the bank does not carry it out. Its lines without a result are free to
 * be sent again, under another reference; those that have one stay as they are. Moves: exported → created.
 * Throws FORBIDDEN for who asked for it, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function voidPayoutFile(ctx: Ctx, fileId: string): Promise<VoidPayoutFileOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const file = await loadFile(organisationId, fileId, ctx);
  if (file.status !== "exported") return { status: "ended" };
  if (file.voidAskedBy === null) return { status: "not_asked" };
  if (file.voidAskedBy === actorName(ctx.actor)) {
    throw new AppError("FORBIDDEN", "You asked for this yourself. Another person must confirm it.");
  }
  const lines = [...(await loadKnownLines(file, ctx)).values()];
  const open = lines.filter(({ result, isReleased }) => result === null && !isReleased);
  const effects = open.map((line) => effectOfVoid(line, newId("alt", at, ctx.randomness), at));
  const references = effects.map(({ reference }) => reference);
  const db = ctx.systemDb;
  const [, , , results] = await transact({ ...ctx, db }, [
    db.execute(lockFile(file)),
    db.execute(lockPayouts(references)),
    db.execute(answerStatement(effects, at, sql`${mayVoid(file, ctx)} and ${standsAsJudged(file, effects)}`)),
    db.execute(voidStatement(file, references, ctx)),
  ]);
  if ((results?.rows ?? []).length === 0) return { status: "changed" };
  await ctx.wake([{ kind: "payouts" }]);
  await deleteFolders([file], ctx);
  return { status: "voided", released: open.length };
}

/** Asked again under the lock: somebody may have taken back what they asked, or have asked anew. */
function mayVoid({ id, organisationId }: FileRecord, { actor }: Pick<Ctx, "actor">): SQL {
  return sql`exists (
    select from payout_files v
    where v.id = ${id} and v.organisation_id = ${organisationId} and v.status = 'exported' and v.void_asked_by <> ${actorName(actor)}
  )`;
}

/** Gives the lines up whose attempts have ended in this transaction; none, and nothing of the file, unless all of them have. */
function voidStatement(file: FileRecord, references: readonly string[], ctx: Ctx): SQL {
  const at = ctx.clock.now();
  const { id, organisationId, moves } = file;
  const given = sql`${sql.param([...references])}::text[]`;
  const entry = {
    organisationId,
    action: "payout_file.voided",
    subject: id,
    after: sql`jsonb_build_object('reason', changed.void_reason, 'released', ${references.length}::int)`,
  };
  return sql`
    with changed as (
      update payout_files f set status = 'voided', voided_by = ${actorName(ctx.actor)}, ended_at = ${at}, moves = f.moves + 1
      where f.id = ${id} and f.moves = ${moves} and ${mayVoid(file, ctx)}
        and not exists (select from payout_attempts a where a.reference = any(${given}) and a.status = 'exported')
      returning f.id, f.void_reason
    ),
    released as (
      update payout_file_lines l set released_at = ${at} from changed
      where l.file_id = changed.id and l.reference = any(${given})
    ),
    audited as (${auditInsert(entry, ctx, sql`changed`)})
    select id from changed`;
}
