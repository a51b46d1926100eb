import { sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { createEvidence } from "./create-evidence.ts";
import { getOwnDispute } from "./get-own-dispute.ts";
import { sendDisputeAnswers } from "./send-dispute-answers.ts";

export interface DisputeAnswerWish {
  disputeId: string;
  answer: "accept" | "defend";
  /** What the bank reads. */
  message: string;
}

export type StartDisputeAnswerOutcome =
  | { status: "answering" }
  /** Decided, answered or past its deadline: nothing was sent. */
  | { status: "not_open" };

/**
 * Answers a dispute: gives in, or defends with the evidence that the system builds. Keeps: the intent and the evidence are
 * committed before the rail is called, so that a lost answer is given again, the same one. Moves: open → answering. Throws
 * NOT_FOUND, FORBIDDEN, STEP_UP_REQUIRED.
 */
export async function startDisputeAnswer(ctx: Ctx, wish: DisputeAnswerWish): Promise<StartDisputeAnswerOutcome> {
  const at = ctx.clock.now();
  const { organisationId, userId } = requireStaff(ctx.actor, "disputes.write", at);
  const { disputeId, answer, message } = wish;
  const { status } = await getOwnDispute(ctx, organisationId, disputeId);
  if (status !== "open") return { status: "not_open" };
  const evidence = answer === "defend" ? await createEvidence(ctx, disputeId) : null;
  const after = { answer, message, evidence: evidence?.sha256 ?? null };
  const entry = { organisationId, action: "dispute.answered", subject: disputeId, after };
  const changed = await query(
    ctx.systemDb,
    sql`with changed as (
        update disputes set status = 'answering', answer = ${answer}, message = ${message}, answered_by = ${userId},
          evidence_key = ${evidence?.key ?? null}, evidence_sha256 = ${evidence?.sha256 ?? null},
          next_check_at = ${at}::timestamptz, checks = 0, moves = moves + 1
        where id = ${disputeId} and organisation_id = ${organisationId} and status = 'open'
        returning *
      ),
      history as (
        insert into dispute_history (organisation_id, dispute_id, number, status, cause, at)
        select organisation_id, id, moves, status, ${answer}, ${at} from changed
      ),
      calmed as (
        update alerts a set resolved_at = ${at} from changed c
        where a.kind in ('dispute.open', 'dispute.due_soon') and a.subject = c.id and a.resolved_at is null
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  if (changed.length === 0) return { status: "not_open" };
  ctx.afterwards(sendDisputeAnswers(ctx));
  return { status: "answering" };
}
