import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { policyAndLastRun } from "./due.ts";
import { feeBands, hasFailed, planOf } from "./usable.ts";

/** Why a guard's money is not on its way. */
export type WaitReason =
  | "awaits_approval"
  | "no_account"
  | "account_requested"
  | "account_held"
  | "last_payout_failed"
  | "below_threshold"
  | "fee_too_large"
  | "next_settlement";

export interface WaitingGuard {
  guardId: string;
  displayName: string;
  owedMinor: string;
  reason: WaitReason;
}

const ROWS_AT_MOST = 500;

/**
 * Guards who are owed money and are in no payout, and those whose payout waits for a checker (with the payout's amount), each
 * with the reason, the largest amount first. Throws FORBIDDEN.
 */
export function listWaitingGuards(ctx: Ctx): Promise<WaitingGuard[]> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", at);
  const plan = {
    balance: sql`w.minor`,
    bearer: sql`t.transfer_fee_bearer`,
    rail: sql`account.rail`,
    kind: sql`account.kind`,
    isFinal: sql`w.is_final`,
  };
  return query<WaitingGuard>(
    ctx.db,
    sql`with terms as (
        select o.currency, p.* from organisations o ${policyAndLastRun(at)} where o.id = ${organisationId}
      ),
      band as (${feeBands(sql`(select currency from terms)`, at)}),
      owed as (
        select a.credits_posted - a.debits_posted as minor, g.id, g.display_name, a.currency, g.status = 'left' as is_final
        from ledger_accounts a join guards g on a.code = 'guard_payable:' || g.id and g.organisation_id = a.organisation_id
        where a.organisation_id = ${organisationId} and a.kind = 'guard_payable' and a.credits_posted > a.debits_posted
          and not exists (
            select from payouts p
            where p.guard_id = g.id and p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')
          )
      )
      select "guardId", "displayName", minor::text as "owedMinor", reason from (
      select g.id as "guardId", g.display_name as "displayName", p.amount_minor as minor, 'awaits_approval' as reason
      from payouts p join guards g on g.id = p.guard_id
      where p.organisation_id = ${organisationId} and p.status = 'created' and p.approval_reason is not null
        and p.approved_by is null
      union all
      select w.id, w.display_name, w.minor,
        case
          when waiting.status = 'held' then 'account_held'
          when waiting.status = 'requested' then 'account_requested'
          when account.id is null then 'no_account'
          when ${hasFailed(sql`account`)} then 'last_payout_failed'
          when not w.is_final and w.minor < t.settlement_threshold_minor then 'below_threshold'
          when not exists (${planOf(plan)}) then 'fee_too_large'
          else 'next_settlement'
        end as reason
      from owed w cross join terms t
      left join payout_accounts account on account.guard_id = w.id and account.status = 'active' and account.currency = w.currency
      left join payout_accounts waiting on waiting.guard_id = w.id and waiting.status in ('requested', 'held')
      ) waits
      order by minor desc, "guardId" limit ${ROWS_AT_MOST}`,
  );
}
