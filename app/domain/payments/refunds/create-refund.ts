import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { newId } from "../../../core/ids.ts";
import type { Money } from "../../../core/money.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query, transact } from "../../context.ts";
import { lockTips } from "../tip-statuses.ts";
import { createStatement } from "./refund-statement.ts";
import { judgeRefund, type RefundRefusal, type RefundWish } from "./rules.ts";
import { lockRefund, readStanding, type StandingRow, standingOf } from "./standing.ts";

/** What is asked for, and by whom. */
export interface RefundRequest extends RefundWish {
  /** The refund's own, chosen by who asks and kept when they ask again; left out, each request is a refund of its own. */
  refundId?: string;
  tipId: string;
  reason: string | null;
  /** A person of the staff; null when it is the patron. */
  requestedBy: string | null;
}

export type CreateRefundOutcome =
  | { status: "requested"; refundId: string; amount: Money }
  | { status: "approved"; refundId: string; amount: Money }
  | { status: "refused"; reason: RefundRefusal; left: Money }
  | { status: "not_found" }
  /** Others moved the same money again and again; nothing happened. */
  | { status: "busy" };

/** Each turn reads, decides, and writes only if what it decided by still holds. */
const TURNS = 4;

/**
 * Enters a refund and reserves its money in the ledger. Keeps: what lives of a tip's refunds is never more than was charged;
 * a guard is never in debt; a payout, a dispute or another refund that was faster is seen under the locks of the tip and its
 * accounts; a refund that was asked for before, under its own id, is not entered again. Moves: nothing → requested (a
 * checker must look) or approved. Who may ask is the callers' business.
 */
export async function createRefund(ctx: Ctx, request: RefundRequest): Promise<CreateRefundOutcome> {
  for (let turn = 0; turn < TURNS; turn++) {
    const outcome = await attempt(ctx, request);
    if (outcome) return outcome;
  }
  return { status: "busy" };
}

async function attempt(ctx: Ctx, request: RefundRequest): Promise<CreateRefundOutcome | null> {
  const { tipId } = request;
  const [row] = await query<StandingRow>(ctx.systemDb, standingOf(sql`${tipId}`));
  if (!row) return { status: "not_found" };
  const { currency, organisation_id: organisationId } = row;
  assert(isCurrency(currency), "a tip's currency is one we handle");
  const before = request.refundId === undefined ? null : await findBefore(ctx, request.refundId, row);
  if (before) return before;
  const at = ctx.clock.now();
  const verdict = judgeRefund(readStanding(row), request, at);
  if (verdict.verdict === "refuse") {
    return { status: "refused", reason: verdict.reason, left: { minor: verdict.leftMinor, currency } };
  }
  const { amountMinor, parts, needsApproval } = verdict;
  const id = request.refundId ?? newId("rf", at, ctx.randomness);
  const after = {
    tipId,
    amountMinor: String(amountMinor),
    cause: request.cause,
    reason: request.reason,
    needsApproval,
  };
  const entry = { organisationId, action: "refund.requested", subject: id, after };
  // A patron's address is nobody's business, also not the audit log's.
  const audited =
    request.cause === "patron"
      ? auditInsert({ ...entry, actor: "patron" }, { ...ctx, actor: { kind: "system", name: "receipt" } }, sql`changed`)
      : auditInsert(entry, ctx, sql`changed`);
  const db = ctx.systemDb;
  const written = await transact({ ...ctx, db }, [
    db.execute(lockTips([tipId])),
    db.execute(lockRefund(tipId)),
    db.execute(createStatement({ ...request, id, amountMinor, parts, needsApproval }, audited, at)),
  ]);
  if (written[2]?.rows.length !== 1) return null;
  return { status: needsApproval ? "requested" : "approved", refundId: id, amount: { minor: amountMinor, currency } };
}

/** What became of the same request when it came before; null when it is the first. */
async function findBefore(
  ctx: Ctx,
  refundId: string,
  { tip_id, currency }: StandingRow,
): Promise<CreateRefundOutcome | null> {
  const [known] = await query<{ tip_id: string; needs_approval: boolean; minor: string }>(
    ctx.systemDb,
    sql`select tip_id, needs_approval, amount_minor::text as minor from refunds where id = ${refundId}`,
  );
  if (!known) return null;
  assert(isCurrency(currency), "a tip's currency is one we handle");
  // Somebody else's: nothing is said of it.
  if (known.tip_id !== tip_id) return { status: "not_found" };
  const amount = { minor: BigInt(known.minor), currency };
  return { status: known.needs_approval ? "requested" : "approved", refundId, amount };
}
