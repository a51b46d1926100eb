import { sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { after, days } from "../../../core/time.ts";
import { type Ctx, query, transact } from "../../context.ts";
import type { Dispute, Environment } from "../../ports.ts";
import { lockTips, settleTipStatuses } from "../tip-statuses.ts";
import {
  type DisputeWrite,
  disputeStatement,
  lockDispute,
  recordOverRefund,
  rejectForLoss,
} from "./dispute-statement.ts";
import { type DisputeStatus, type DisputeVerdict, judgeDispute, nextDisputeCheck } from "./rules.ts";

/** What a rail says about a dispute, and how we heard of it. */
export interface DisputeFinding {
  dispute: Dispute;
  isReminder: boolean;
  cause: "webhook" | "sweep" | "answer";
  /** The inbox row to settle in the same transaction. */
  eventId: string | null;
}

export type ApplyDisputeOutcome =
  | { status: "recorded"; disputeId: string }
  | { status: "suspended"; reason: string }
  /** Others moved it again and again; it is due still. */
  | { status: "busy" };

interface Row {
  tip_id: string;
  organisation_id: string;
  environment: Environment;
  currency: string;
  charged: string;
  id: string | null;
  status: DisputeStatus | null;
  amount: string | null;
  moves: number | null;
  checks: number | null;
}

const TURNS = 3;

/**
 * Writes what a rail says about a dispute, whoever heard of it. Keeps: a dispute is decided once, and a lost one booked once;
 * any order, any repetition. Moves: nothing → any status; open|answering|answered → answered|won|lost; with a loss, refunds
 * of the tip that are not at the rail yet → rejected. What does not fit its payment is left to a person.
 */
export async function applyDispute(ctx: Ctx, finding: DisputeFinding): Promise<ApplyDisputeOutcome> {
  for (let turn = 0; turn < TURNS; turn++) {
    const outcome = await attempt(ctx, finding);
    if (outcome) return outcome;
  }
  return { status: "busy" };
}

async function attempt(ctx: Ctx, finding: DisputeFinding): Promise<ApplyDisputeOutcome | null> {
  const { dispute, cause } = finding;
  const row = await load(ctx, dispute);
  const verdict = judge(finding, row);
  if (verdict.verdict === "suspend") return { status: "suspended", reason: verdict.reason };
  if (verdict.verdict === "contradiction" || !row) {
    return { status: "suspended", reason: "the rail now says otherwise of a dispute that is over" };
  }
  const at = ctx.clock.now();
  const { status, amountMinor, isNew, changes } = verdict;
  const id = row.id ?? newId("dp", at, ctx.randomness);
  const write: DisputeWrite = {
    id,
    ...{ tipId: row.tip_id, rail: dispute.rail, environment: dispute.environment, status, changes, cause, at },
    railDisputeId: dispute.railDisputeId,
    amount: String(amountMinor),
    ...{ resolution: dispute.resolution, category: dispute.category, dueAt: dispute.dueAt },
    moves: isNew ? null : row.moves,
    isReminder: finding.isReminder,
    nextCheckAt: nextDisputeCheck(status, dispute.dueAt, at),
    alertId: newId("alt", at, ctx.randomness),
    itemId: newId("rec", at, ctx.randomness),
  };
  const db = ctx.systemDb;
  const results = await transact({ ...ctx, db }, [
    db.execute(lockTips([row.tip_id])),
    db.execute(lockDispute(write)),
    db.execute(rejectForLoss(write)),
    db.execute(disputeStatement(write)),
    db.execute(recordOverRefund(write, after(at, days(1)))),
    db.execute(settleTipStatuses([{ tip_id: row.tip_id, cause: `${id}:${status}` }], at)),
    db.execute(settleEvent(finding.eventId, write)),
  ]);
  const isOver = row.status === "won" || row.status === "lost";
  return isOver || results[3]?.rows.length === 1 ? { status: "recorded", disputeId: id } : null;
}

async function load(ctx: Ctx, { rail, environment, railDisputeId, reference }: Dispute): Promise<Row | undefined> {
  const [row] = await query<Row>(
    ctx.systemDb,
    sql`select p.tip_id, p.organisation_id, p.environment, p.currency, p.charged_minor::text as charged, d.id, d.status,
        d.amount_minor::text as amount, d.moves, d.checks
      from payments p
      left join disputes d on (d.rail, d.environment, d.rail_dispute_id) = (p.rail, ${environment}, ${railDisputeId})
        and d.tip_id = p.tip_id
      where p.reference = ${reference} and p.rail = ${rail} and p.charged_minor is not null`,
  );
  return row;
}

function judge({ dispute, cause }: DisputeFinding, row: Row | undefined): DisputeVerdict {
  const payment = row
    ? {
        ...{ tipId: row.tip_id, organisationId: row.organisation_id, environment: row.environment },
        ...{ currency: row.currency, chargedMinor: BigInt(row.charged) },
      }
    : null;
  const known =
    row?.id && row.status
      ? {
          ...{ id: row.id, status: row.status, moves: row.moves ?? 0, checks: row.checks ?? 0 },
          amountMinor: BigInt(row.amount ?? 0),
        }
      : null;
  return judgeDispute(dispute, known, payment, cause === "webhook" ? "webhook" : "lookup");
}

/** The event ends with the transaction that wrote what it says; had another been faster, it stays due and is judged again. */
function settleEvent(eventId: string | null, { id, status, at }: DisputeWrite) {
  return sql`update rail_events set status = 'applied', note = ${`dispute ${status}`}, next_check_at = null,
      attempts = attempts + 1, settled_at = ${at}::timestamptz
    where id = ${eventId} and status in ('received', 'stuck')
      and exists (select from disputes where id = ${id} and status = ${status})`;
}
