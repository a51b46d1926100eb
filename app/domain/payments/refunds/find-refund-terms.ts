import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import { isTipId } from "../../../core/ids.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { judgeRefund, type RefundRefusal } from "./rules.ts";
import { readStanding, type StandingRow, standingOf } from "./standing.ts";

/** What a refund of some amount would mean, before anybody asks for it. */
export interface RefundTerms {
  charged: Money;
  /** What was not promised or given back yet. */
  left: Money;
  /** More than this wants a second person. */
  checkAbove: Money;
  verdict:
    | { isPossible: false; reason: RefundRefusal }
    | {
        isPossible: true;
        amount: Money;
        parts: { guard: Money; railFee: Money; reserve: Money; loss: Money };
        needsApproval: boolean;
      };
}

/**
 * What a refund of a tip would take from whom, as things stand now; the verb that enters it decides anew. Null as amount: all
 * that is left. Throws FORBIDDEN, STEP_UP_REQUIRED, and NOT_FOUND for a tip that was not credited or is another organisation's.
 */
export async function findRefundTerms(
  ctx: Ctx,
  { tipId, amountMinor }: { tipId: string; amountMinor: bigint | null },
): Promise<RefundTerms> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "refunds.write", now);
  const [row] = isTipId(tipId)
    ? await query<StandingRow>(
        ctx.systemDb,
        sql`select * from (${standingOf(sql`${tipId}`)}) s where s.organisation_id = ${organisationId}`,
      )
    : [];
  if (!row) throw new AppError("NOT_FOUND", "There is no such tip, or nothing was paid.");
  const { currency } = row;
  assert(isCurrency(currency), "a tip's currency is one we handle");
  const money = (minor: bigint): Money => ({ minor, currency });
  const standing = readStanding(row);
  const verdict = judgeRefund(standing, { cause: "staff", amountMinor }, now);
  const left = standing.chargedMinor - standing.givenBackMinor;
  const facts = {
    charged: money(standing.chargedMinor),
    left: money(left > 0n ? left : 0n),
    checkAbove: money(standing.checkAboveMinor),
  };
  if (verdict.verdict === "refuse") return { ...facts, verdict: { isPossible: false, reason: verdict.reason } };
  const { guardMinor, railFeeMinor, reserveMinor, lossMinor } = verdict.parts;
  const parts = {
    ...{ guard: money(guardMinor), railFee: money(railFeeMinor) },
    ...{ reserve: money(reserveMinor), loss: money(lossMinor) },
  };
  const { amountMinor: minor, needsApproval } = verdict;
  return { ...facts, verdict: { isPossible: true, amount: money(minor), parts, needsApproval } };
}
