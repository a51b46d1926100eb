import type pg from "pg";
import { CLEARING, post } from "#test/factories/postings.ts";

const PAYABLE = "guard_payable:guard-demo-musa";
const TRANSIT = "refund_in_transit";
const [DONE, FAILED, OPEN, LOST] = ["rf-good-done", "rf-good-failed", "rf-good-open", "dp-good-lost"];

/** One way to break each check about money that goes back, in the good books of `keepGoodReturns`. */
export const RETURN_DAMAGE: Record<string, { breaks: string; also?: string[] }> = {
  "disputes-booked-once": {
    breaks: `alter table disputes drop constraint disputes_loss_adds_up; update disputes set reserve_minor = 1 where id = '${LOST}'`,
  },
  "refunds-booked-once": { breaks: `update refunds set guard_minor = 9999, reserve_minor = 1 where id = '${DONE}'` },
  "refunds-checked-by-another": {
    breaks: `alter table refunds drop constraint refunds_maker_is_not_checker; update refunds set approved_by = requested_by where id = '${DONE}'`,
  },
  "refunds-history-agrees": { breaks: `update refunds set moves = moves + 1 where id = '${DONE}'` },
  "refunds-in-transit-equal-open-refunds": {
    breaks: `update ledger_accounts set credits_posted = credits_posted + 7 where code = '${TRANSIT}'`,
    also: ["account-totals-equal-transfers", "trial-balance-is-zero"],
  },
  "refunds-within-charge": {
    breaks: "update payments set charged_minor = 11000, rail_fee_minor = 0 where reference = 'tip-back-1'",
    also: ["tips-booked-once", "tips-net-equals-parts"],
  },
  "tips-status-agrees-with-returns": {
    breaks: `update tips set status = 'succeeded' where id = 'tip-back-2';
      insert into tip_history (tip_id, status, cause, at) values ('tip-back-2', 'succeeded', 'test', now())`,
  },
};

/** A tip refunded in part, with a refund that failed and one that is open, and a tip whose dispute was lost. */
export async function keepGoodReturns(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee, policy_version,
      platform_fee_minor, rail_fee_bearer, status, receipt_code, receipt_token, paid_at, credited_at)
    select 'tip-back-' || n, 'org-demo-lagos', 'guard-demo-musa', 'code-demo-musa', 'NGN', amount, amount, false, 1, 0, 'guard',
      status, 'back-' || n, 'back-' || n, now(), now()
    from (values (1, 30000, 'partially_refunded'), (2, 8000, 'refunded')) as v (n, amount, status);
    insert into tip_history (tip_id, status, cause, at) values
      ('tip-back-1', 'partially_refunded', 'test', now()), ('tip-back-2', 'refunded', 'test', now());
    insert into payments (reference, organisation_id, tip_id, rail, environment, currency, requested_minor, charged_minor, rail_fee_minor)
    select 'tip-back-' || n, 'org-demo-lagos', 'tip-back-' || n, 'paystack', 'test', 'NGN', amount, amount, 0
    from (values (1, 30000), (2, 8000)) as v (n, amount);
    insert into refunds (id, organisation_id, tip_id, rail, currency, amount_minor, guard_minor, rail_fee_minor, reserve_minor,
      loss_minor, cause, reason, status, needs_approval, requested_by, approved_by, approved_at, next_check_at, ended_at)
    select id, 'org-demo-lagos', 'tip-back-1', 'paystack', 'NGN', amount, amount, 0, 0, 0, 'staff', 'test', status, true, 'usr-a',
      'usr-b', now(), case status when 'pending' then now() end, case status when 'pending' then null else now() end
    from (values ('${DONE}', 10000, 'processed'), ('${FAILED}', 5000, 'failed'), ('${OPEN}', 2000, 'pending')) as v (id, amount, status);
    insert into refund_history (organisation_id, refund_id, number, status, cause, at)
    select 'org-demo-lagos', id, 1, status, 'test', now() from refunds;
    insert into disputes (id, organisation_id, tip_id, rail, environment, rail_dispute_id, currency, amount_minor, loss_minor,
      status, opened_at, ended_at)
    values ('${LOST}', 'org-demo-lagos', 'tip-back-2', 'paystack', 'test', '77', 'NGN', 8000, 8000, 'lost', now(), now());
    insert into dispute_history (organisation_id, dispute_id, number, status, cause, at)
    values ('org-demo-lagos', '${LOST}', 1, 'lost', 'test', now())`);
  const gross = (tip: string, amount: bigint) => ({
    ...{ id: `${tip}:tip_gross`, group: tip, reference: tip, kind: "tip_gross", credit: PAYABLE, amount },
  });
  const reserve = (group: string, amount: bigint) => ({
    ...{
      id: `${group}:refund_guard`,
      group,
      reference: "tip-back-1",
      kind: "refund_guard",
      debit: PAYABLE,
      credit: TRANSIT,
      amount,
    },
  });
  await post(
    owner,
    gross("tip-back-1", 30_000n),
    gross("tip-back-2", 8_000n),
    reserve(DONE, 10_000n),
    reserve(FAILED, 5_000n),
    reserve(OPEN, 2_000n),
  );
  await post(
    owner,
    { ...reserve(DONE, 10_000n), id: `${DONE}:refund_paid`, kind: "refund_paid", debit: TRANSIT, credit: CLEARING },
    {
      ...{ id: `${LOST}:dispute_loss`, group: LOST, reference: "tip-back-2", kind: "dispute_loss" },
      ...{ debit: "refund_losses", credit: CLEARING, amount: 8_000n },
    },
  );
  await owner.query(
    `select post_transfers(array[row($1 || ':refund_guard:returned', $1, 'org-demo-lagos', 'NGN', $2, $3, 5000,
      'refund_guard_returned', 'tip-back-1', $1 || ':refund_guard', now())::transfer_to_post])`,
    [FAILED, TRANSIT, PAYABLE],
  );
}
