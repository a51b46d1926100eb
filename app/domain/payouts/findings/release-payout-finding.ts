import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { actorName, auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import type { RailName } from "../../ports.ts";
import { applyAnswersApart } from "../apply-answers-apart.ts";
import { toTold } from "../failures.ts";
import type { PayoutStatus } from "../rules.ts";
import { applyPayoutFindings } from "./apply-payout-findings.ts";
import type { Finding } from "./create-payout-finding.ts";

export type ReleasePayoutFindingOutcome =
  | { status: "applied"; payoutStatus: PayoutStatus }
  /** Whoever wrote it down does not confirm it. */
  | { status: "own_finding" }
  /** It was decided before, or the payout has had its answer meanwhile. */
  | { status: "too_late" }
  /** Asked once more, the rail knows of the transfer after all; what it says counts, and the finding is left open. */
  | { status: "rail_answered"; payoutStatus: PayoutStatus };

interface Row {
  payout_id: string;
  reference: string;
  rail: RailName;
  finding: Finding;
  is_open: boolean;
  is_own: boolean;
}

/**
 * Confirms, as another person than who wrote it down, what the rail said of a payout in doubt; then it is applied as any other
 * answer. A payout that is said not to be paid fails, and its money is owed again; before that the rail itself is asked once
 * more. Moves: sending|submitted|unknown → paid, failed. Throws FORBIDDEN, STEP_UP_REQUIRED, NOT_FOUND.
 */
export async function releasePayoutFinding(
  ctx: Ctx,
  { findingId }: { findingId: string },
): Promise<ReleasePayoutFindingOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const checker = actorName(ctx.actor);
  const system = { ...ctx, db: ctx.systemDb };
  const found = await findOpen(system, { findingId, organisationId, checker });
  if (!found) throw new AppError("NOT_FOUND", "Nobody has written such a thing down.");
  if (!found.is_open) return { status: "too_late" };
  if (found.is_own) return { status: "own_finding" };
  if (found.finding === "not_paid" && (await railKnows(system, found))) {
    return { status: "rail_answered", payoutStatus: await statusOf(system, found.payout_id) };
  }
  const entry = {
    organisationId,
    action: "payout.finding_confirmed",
    subject: found.payout_id,
    after: sql`jsonb_build_object('finding', changed.finding, 'reference', changed.reference, 'recordedBy', changed.recorded_by)`,
  };
  const confirmed = await query(
    ctx.systemDb,
    sql`with changed as (
        update payout_findings f set status = 'confirmed', decided_by = ${checker}, decided_at = ${at}
        where f.id = ${findingId} and f.organisation_id = ${organisationId} and f.status = 'open'
          and f.recorded_by <> ${checker}
        returning f.id, f.finding, f.reference, f.recorded_by
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  if (confirmed.length === 0) return { status: "too_late" };
  // Should this die here, the sweep applies what was confirmed.
  await applyPayoutFindings(system);
  return { status: "applied", payoutStatus: await statusOf(system, found.payout_id) };
}

type Which = { findingId: string; organisationId: string; checker: string };

async function findOpen(ctx: Ctx, { findingId, organisationId, checker }: Which): Promise<Row | undefined> {
  const [found] = await query<Row>(
    ctx.db,
    sql`select f.payout_id, f.reference, p.rail, f.finding, f.recorded_by = ${checker} as is_own,
        f.status = 'open' and a.status in ('sending', 'unknown', 'submitted') as is_open
      from payout_findings f
      join payouts p on p.id = f.payout_id
      join payout_attempts a on a.reference = f.reference
      where f.id = ${findingId} and f.organisation_id = ${organisationId}`,
  );
  return found;
}

/** Whether the rail knows of a transfer that is said not to be paid; a failure agrees with that. */
async function railKnows(ctx: Ctx, { rail, reference }: Row): Promise<boolean> {
  const answer = await ctx.rails[rail].findTransfer(reference);
  if (answer.status !== "found" || answer.transfer.status === "failed" || answer.transfer.status === "reversed")
    return false;
  await applyAnswersApart(ctx, [[toTold(reference, answer, answer)]]);
  return true;
}

async function statusOf(ctx: Ctx, payoutId: string): Promise<PayoutStatus> {
  const [row] = await query<{ status: PayoutStatus }>(ctx.db, sql`select status from payouts where id = ${payoutId}`);
  return row?.status ?? "unknown";
}
