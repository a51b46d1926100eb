import { type SQL, sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import type { Ctx } from "../../context.ts";
import type { EffectRow } from "../answer-statement.ts";
import { othersPaid } from "../load.ts";
import type { FileRecord } from "./known-files.ts";
import type { PlannedResult } from "./result-plan.ts";

/** What is done to a file is done one after the other. */
export function lockFile({ id, organisationId }: Pick<FileRecord, "id" | "organisationId">): SQL {
  return sql`select from payout_files where id = ${id} and organisation_id = ${organisationId} for no key update`;
}

/**
 * Whether everything stands as it did when the results were judged: the file, and each attempt and payout. The condition
 * under which all of it happens; else none does.
 */
export function standsAsJudged(file: FileRecord, effects: readonly EffectRow[]): SQL {
  const judged = effects.map(({ reference, from_attempt, from_payout, from_others_paid }) => ({
    reference,
    from_attempt,
    from_payout,
    from_others_paid,
  }));
  return sql`exists (select from payout_files f where f.id = ${file.id} and f.moves = ${file.moves})
    and not exists (
      select from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb)
        as j (reference text, from_attempt text, from_payout text, from_others_paid int)
      join payout_attempts a on a.reference = j.reference
      join payouts jp on jp.id = a.payout_id
      where a.status <> j.from_attempt or jp.status <> j.from_payout or ${othersPaid()} <> j.from_others_paid
    )`;
}

/** Says on the lines what became of them, once their money has moved in this transaction, and closes a file that has all. */
export function resultStatement(file: FileRecord, results: readonly PlannedResult[], ctx: Ctx): SQL {
  const at = ctx.clock.now();
  const { id, organisationId } = file;
  const told = results.map(({ line, result, bankReference, reason }) => ({
    reference: line.reference,
    result,
    bank_reference: bankReference,
    reason,
    attempt: result === "paid" ? ["succeeded"] : ["failed", "reversed"],
  }));
  const count = (result: PlannedResult["result"]) => results.filter((one) => one.result === result).length;
  const entry = {
    organisationId,
    action: "payout_file.results_applied",
    subject: id,
    after: { paid: count("paid"), failed: count("failed"), returned: count("returned") },
  };
  return sql`
    with told as materialized (
      select t.reference, t.result, t.bank_reference, t.reason, a.status in (select jsonb_array_elements_text(t.attempt)) as has_moved
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t (reference text, result text, bank_reference text,
        reason text, attempt jsonb)
      join payout_attempts a on a.reference = t.reference
    ),
    undecided as (
      select count(*) as lines from payout_file_lines l
      where l.file_id = ${id} and l.result is null and l.released_at is null
        and l.reference not in (select reference from told)
    ),
    changed as (
      update payout_files f set moves = f.moves + 1,
        status = case when f.status = 'exported' and u.lines = 0 then 'closed' else f.status end,
        ended_at = case when f.status = 'exported' and u.lines = 0 then ${at}::timestamptz else f.ended_at end
      from undecided u
      where f.id = ${id} and f.organisation_id = ${organisationId} and f.moves = ${file.moves}
        and (select bool_and(has_moved) from told)
      returning f.id, f.status
    ),
    decided as (
      update payout_file_lines l set result = t.result, bank_reference = coalesce(t.bank_reference, l.bank_reference),
        reason = t.reason, result_at = ${at}
      from told t, changed where l.file_id = ${id} and l.reference = t.reference
      returning l.line
    ),
    audited as (${auditInsert(entry, ctx, sql`changed`)})
    select changed.status, (select count(*) from decided)::int as decided from changed`;
}
