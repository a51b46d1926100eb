import { sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { policyAndLastRun } from "./due.ts";
import { feeBands, hasFailed, planOf } from "./usable.ts";

/** Why a guard who is owed money is not in a payout. */
export type WaitReason =
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

/** Guards who are owed money and are in no payout, with the reason, the largest amount first. Throws FORBIDDEN. */
export function listWaitingGuards(ctx: Ctx): Promise<WaitingGuard[]> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", at);
  const plan = {
    balance: sql`w.minor`,
    bearer: sql`t.transfer_fee_bearer`,
    rail: sql`account.rail`,
    kind: sql`account.kind`,
  };
  return query<WaitingGuard>(
    ctx.db,
    sql`with terms as (
        select o.currency, p.* from organisations o ${policyAndLastRun(at)} where o.id = ${organisationId}
      ),
      band as (${feeBands(sql`(select currency from terms)`, at)}),
      owed as (
        select a.credits_posted - a.debits_posted as minor, g.id, g.display_name, a.currency
        from ledger_accounts a join guards g on a.code = 'guard_payable:' || g.id and g.organisation_id = a.organisation_id
        where a.organisation_id = ${organisationId} and a.kind = 'guard_payable' and a.credits_posted > a.debits_posted
          and not exists (
            select from payouts p
            where p.guard_id = g.id and p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')
          )
      )
      select w.id as "guardId", w.display_name as "displayName", w.minor::text as "owedMinor",
        case
          when waiting.status = 'held' then 'account_held'
          when waiting.status = 'requested' then 'account_requested'
          when account.id is null then 'no_account'
          when ${hasFailed(sql`account`)} then 'last_payout_failed'
          when w.minor < t.settlement_threshold_minor then 'below_threshold'
          when not exists (${planOf(plan)}) then 'fee_too_large'
          else 'next_settlement'
        end as reason
      from owed w cross join terms t
      left join payout_accounts account on account.guard_id = w.id and account.status = 'active' and account.currency = w.currency
      left join payout_accounts waiting on waiting.guard_id = w.id and waiting.status in ('requested', 'held')
      order by w.minor desc, w.id limit ${ROWS_AT_MOST}`,
  );
}
