import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff, roleMay } from "../../permissions.ts";
import { stopReason } from "../input.ts";

export type VoidPayoutAccountOutcome = { status: "cancelled" | "rejected" | "not_open" };

/**
 * Stops a request, or a change that is held: tips go on to where they went before. Who asked may cancel; a checker rejects;
 * and a held change may be stopped by everybody who may ask for one, since a guard who did not want it calls whoever is
 * there. Moves: requested, held → cancelled | rejected. Throws FORBIDDEN, NOT_FOUND, INVALID_INPUT, STEP_UP_REQUIRED.
 */
export async function voidPayoutAccount(
  ctx: Ctx,
  accountId: string,
  input: { reason: string },
): Promise<VoidPayoutAccountOutcome> {
  const { organisationId, userId, role } = requireStaff(ctx.actor, "payout-accounts.read", ctx.clock.now());
  const [found] = await query<{ status: string; requestedBy: string }>(
    ctx.db,
    sql`select status, requested_by as "requestedBy" from payout_accounts
      where organisation_id = ${organisationId} and id = ${accountId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such request, or it is not yours.");
  const isOwn = found.requestedBy === userId;
  const maySimplyStop = (isOwn || found.status === "held") && roleMay(role, "payout-accounts.request");
  requireStaff(ctx.actor, maySimplyStop ? "payout-accounts.request" : "payout-accounts.decide", ctx.clock.now());
  const { reason } = parseInput(stopReason, input);
  const status = isOwn ? "cancelled" : "rejected";
  const at = ctx.clock.now();
  const entry = {
    organisationId,
    action: `payout_account.${status}`,
    subject: accountId,
    before: { status: found.status },
    after: { status, reason },
  };
  const stopped = await query(
    ctx.db,
    sql`with stopped as (
        update payout_accounts set status = ${status}, ended_by = ${userId}, ended_at = ${at}, end_reason = ${reason},
          claimed_by = null, claimed_until = null
        where organisation_id = ${organisationId} and id = ${accountId} and status = ${found.status}
          and status in ('requested', 'held')
        returning id
      ), audited as (${auditInsert(entry, ctx, sql`stopped`)})
      select id from stopped`,
  );
  return { status: stopped.length > 0 ? status : "not_open" };
}
