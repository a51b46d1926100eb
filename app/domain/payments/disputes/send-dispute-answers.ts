import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { describeFault } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { after, hours, minutes } from "../../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../../context.ts";
import type { DisputeAnswer } from "../../ports.ts";
import { applyDispute } from "./apply-dispute.ts";
import { DISPUTE_COLUMNS, type DisputeRow } from "./get-own-dispute.ts";

/** Each takes up to five calls. */
const BATCH_SIZE = 2;
/** A minute while the rail may just be slow, then hours: the deadline is near either way. */
const waitAfter = (checks: number) => (checks < 10 ? minutes(1) : hours(1));

/**
 * Gives the rail the answers that staff decided on. The rail is asked first how the dispute stands: one that is no longer open
 * there was answered, by an earlier call whose answer was lost or by its deadline, and is written so. A dispute is over only by
 * the rail's own word. Returns how many were due.
 */
export async function sendDisputeAnswers(ctx: Ctx): Promise<number> {
  const due = await query<DisputeRow & { checks: number }>(
    ctx.systemDb,
    sql`select ${sql.raw(DISPUTE_COLUMNS)}, d.checks from disputes d
      where d.next_check_at <= ${ctx.clock.now()} and d.status = 'answering' order by d.next_check_at limit ${BATCH_SIZE}`,
  );
  for (const one of due) {
    try {
      await send(ctx, one);
    } catch (error) {
      if (isDatabaseDown(error)) throw error;
      ctx.log.error("dispute_answers.postponed", { dispute: one.id, ...describeFault(error) });
      await postpone(ctx, one);
    }
  }
  return due.length;
}

async function send(ctx: Ctx, row: DisputeRow & { checks: number }): Promise<void> {
  if (await settle(ctx, row)) return;
  const rail = ctx.rails[row.rail];
  const outcome = await rail.answerDispute(await answerOf(ctx, row));
  if (outcome.status !== "unknown" && (await settle(ctx, row))) return;
  if (outcome.status !== "refused") return postpone(ctx, row);
  await reopen(ctx, row, outcome.reason);
}

/** True once the rail itself says that it does not wait for us any more. */
async function settle(ctx: Ctx, { rail, rail_dispute_id }: DisputeRow): Promise<boolean> {
  const lookup = await ctx.rails[rail].findDispute(rail_dispute_id);
  if (lookup.status !== "found" || lookup.dispute.status === "open") return false;
  const finding = { dispute: lookup.dispute, isReminder: false, cause: "answer", eventId: null } as const;
  return (await applyDispute(ctx, finding)).status === "recorded";
}

async function answerOf(ctx: Ctx, row: DisputeRow): Promise<DisputeAnswer> {
  assert(row.answer, "a dispute that is being answered has an answer");
  const answer = {
    ...{ railDisputeId: row.rail_dispute_id, answer: row.answer, amountMinor: BigInt(row.amount_minor) },
    message: row.message ?? "",
  };
  if (row.evidence_key === null) return { ...answer, evidence: null };
  const file = await ctx.files.get(row.evidence_key);
  assert(file, "the evidence of a defence is in object storage");
  return { ...answer, evidence: { name: `${row.id}.pdf`, bytes: new Uint8Array(await file.arrayBuffer()) } };
}

async function postpone(ctx: Ctx, row: DisputeRow & { checks: number }): Promise<void> {
  await query(
    ctx.systemDb,
    sql`update disputes set next_check_at = ${after(ctx.clock.now(), waitAfter(row.checks))}::timestamptz, checks = checks + 1
      where id = ${row.id} and moves = ${row.moves} and status = 'answering'`,
  );
}

/** The rail did not take it and still waits: a person must look again, before the deadline. Moves: answering → open. */
async function reopen(ctx: Ctx, row: DisputeRow, reason: string): Promise<void> {
  const at = ctx.clock.now();
  await query(
    ctx.systemDb,
    sql`with changed as (
        update disputes set status = 'open', moves = moves + 1, next_check_at = ${after(at, hours(1))}::timestamptz
        where id = ${row.id} and moves = ${row.moves} and status = 'answering' returning *
      ),
      history as (
        insert into dispute_history (organisation_id, dispute_id, number, status, cause, at)
        select organisation_id, id, moves, status, 'refused by the rail', ${at} from changed
      )
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select ${newId("alt", at, ctx.randomness)}, organisation_id, 'dispute.answer_refused', id, ${reason}, ${at} from changed
      on conflict do nothing`,
  );
}
