import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { actorName, auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { NOTE_MAX_CHARACTERS } from "../input.ts";
import { isInDoubt } from "./in-doubt.ts";

export type Finding = "paid" | "not_paid";

export type CreatePayoutFindingOutcome =
  | { status: "recorded"; findingId: string }
  /** Another one waits to be confirmed or withdrawn. */
  | { status: "already_recorded" }
  /** It has an answer, or not been in doubt for a day: the rail is still being asked. */
  | { status: "not_in_doubt" };

/**
 * Writes down what the rail, or a bank, said when somebody asked it about a payout that has been in doubt for a day. It moves
 * nothing until another person confirms it. Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT, NOT_FOUND.
 */
export async function createPayoutFinding(
  ctx: Ctx,
  { payoutId, finding, note }: { payoutId: string; finding: Finding; note: string },
): Promise<CreatePayoutFindingOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const said = note.trim();
  if (said === "" || said.length > NOTE_MAX_CHARACTERS || /[\0\p{Surrogate}]/u.test(said)) {
    const message = `Say who told you, when and how, in at most ${NOTE_MAX_CHARACTERS} characters.`;
    throw new AppError("INVALID_INPUT", message, [{ field: "note", message }]);
  }
  const findingId = newId("fnd", at, ctx.randomness);
  const entry = {
    organisationId,
    action: "payout.finding_recorded",
    subject: payoutId,
    after: sql`jsonb_build_object('finding', ${finding}::text, 'reference', changed.reference, 'note', ${said}::text)`,
  };
  const [payout] = await query<{ is_in_doubt: boolean; is_recorded: boolean }>(
    ctx.systemDb,
    sql`with payout as (
        select p.id, a.reference, coalesce(${isInDoubt(at)}, false) as is_in_doubt
        from payouts p left join payout_attempts a on a.payout_id = p.id and a.number = p.attempts
        where p.id = ${payoutId} and p.organisation_id = ${organisationId}
      ),
      changed as (
        insert into payout_findings (id, organisation_id, payout_id, reference, finding, note, status, recorded_by, recorded_at)
        select ${findingId}, ${organisationId}, id, reference, ${finding}, ${said}, 'open', ${actorName(ctx.actor)}, ${at}
        from payout where is_in_doubt
        on conflict do nothing returning reference
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select is_in_doubt, exists (select from changed) as is_recorded from payout`,
  );
  if (!payout) throw new AppError("NOT_FOUND", "There is no such payout.");
  if (payout.is_recorded) return { status: "recorded", findingId };
  return { status: payout.is_in_doubt ? "already_recorded" : "not_in_doubt" };
}
