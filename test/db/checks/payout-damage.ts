import type pg from "pg";
import { CLEARING, PAYABLE, post } from "#test/factories/postings.ts";

const PAID = "po-good-payout-paid";
const SENT = "po-good-payout-sent";
const FILED = "po-good-payout-file";
const FILED_PAYABLE = "guard_payable:guard-demo-musa";
const OTHER_PAYABLE = "guard_payable:guard-demo-bisi";
const TRANSIT = "payout_in_transit";

/** One way to break each check about payouts, in the good books of `keepGoodPayouts`. */
export const PAYOUT_DAMAGE: Record<string, { breaks: string; also?: string[] }> = {
  "payout-attempts-booked-once": { breaks: `update payout_attempts set fee_minor = 999 where payout_id = '${PAID}'` },
  "payout-file-lines-follow-their-attempts": {
    breaks: `update payout_file_lines set amount_minor = 4001 where payout_id = '${FILED}';
      update payout_files set total_minor = 4001`,
  },
  "payout-files-equal-their-lines": { breaks: "update payout_files set lines = 2" },
  "payouts-cover-what-was-owed": { breaks: `update payouts set up_to_entry = 0 where id = '${PAID}'` },
  "payouts-follow-their-attempts": {
    breaks: `update payout_attempts set status = 'unknown' where payout_id = '${SENT}'`,
  },
  "payouts-history-agrees": { breaks: `update payouts set moves = moves + 1 where id = '${PAID}'` },
  "payouts-reserved-as-posted": { breaks: `update ledger_transfers set kind = 'opening' where id = '${SENT}:reserve'` },
  "settlement-runs-count-their-payouts": { breaks: "update settlement_runs set payouts = 9" },
  "transit-equals-live-payouts": {
    breaks: `update ledger_accounts set credits_posted = credits_posted + 7 where code = '${TRANSIT}'`,
    also: ["account-totals-equal-transfers", "trial-balance-is-zero"],
  },
};

/** One payout that was paid, with its fee, and one that is on its way. Wants the accounts and postings of the tips. */
export async function keepGoodPayouts(owner: pg.Client): Promise<void> {
  await post(owner, { id: "opening-bisi", credit: OTHER_PAYABLE, amount: 9_000n });
  await owner.query(`
    insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
      notice_phones, requested_by, requested_at, approved_by, approved_at, active_at)
    values ('pac-bisi', 'org-demo-lagos', 'guard-demo-bisi', 'paystack', 'bank', '058', 'GTBank', 'NGN', 'x', '6789',
      array['bisi'], 'A LAWAL', 'matched', 100, 'RCP_bisi', 'active', '{}', 'usr-ops', now(), 'usr-fin', now(), now());
    insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer,
      payouts, total_minor, finished_at)
    values ('run-good', 'org-demo-lagos', '2026-03-06', 'NGN', 'daily', 'created', 0, 'organisation', 3, 29000, now());
    insert into payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor, fee_bearer,
      up_to_entry, status, attempts, moves, created_at, sent_at, paid_at, ended_at)
    values
      ('${PAID}', 'org-demo-lagos', 'guard-demo-emeka', 'run-good', 'pac-now', 'paystack', 'NGN', 20000, 'organisation', 3,
        'paid', 1, 3, now(), now(), now(), now()),
      ('${SENT}', 'org-demo-lagos', 'guard-demo-bisi', 'run-good', 'pac-bisi', 'paystack', 'NGN', 5000, 'organisation', 1,
        'submitted', 1, 3, now(), now(), null, null);
    insert into payout_attempts (reference, organisation_id, payout_id, number, status, fee_minor, at, next_check_at)
    values
      ('${PAID}-1', 'org-demo-lagos', '${PAID}', 1, 'succeeded', 1000, now(), null),
      ('${SENT}-1', 'org-demo-lagos', '${SENT}', 1, 'submitted', null, now(), now());
    insert into payout_history (organisation_id, payout_id, number, status, cause, at)
    select 'org-demo-lagos', id, number, status, 'test', now()
    from (values ('${PAID}', 1, 'created'), ('${PAID}', 2, 'sending'), ('${PAID}', 3, 'paid'),
      ('${SENT}', 1, 'created'), ('${SENT}', 2, 'sending'), ('${SENT}', 3, 'submitted')) as h (id, number, status)`);
  const paid = { group: `${PAID}-1`, reference: PAID };
  await post(
    owner,
    {
      id: `${PAID}:reserve`,
      reference: PAID,
      kind: "payout_reserved",
      debit: PAYABLE,
      credit: TRANSIT,
      amount: 20_000n,
    },
    {
      id: `${SENT}:reserve`,
      reference: SENT,
      kind: "payout_reserved",
      debit: OTHER_PAYABLE,
      credit: TRANSIT,
      amount: 5_000n,
    },
    { ...paid, id: `${PAID}-1:paid`, kind: "payout_paid", debit: TRANSIT, credit: CLEARING, amount: 20_000n },
    { ...paid, id: `${PAID}-1:fee_rest`, kind: "payout_fee", debit: "rail_fees", credit: CLEARING, amount: 1_000n },
  );
  await keepGoodFile(owner);
}

/** One payout that a bank was asked to carry out, and that has no result yet. */
async function keepGoodFile(owner: pg.Client): Promise<void> {
  await post(owner, { id: "opening-filed", credit: FILED_PAYABLE, amount: 4_000n });
  await owner.query(`
    insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, recipient_code, status,
      notice_phones, requested_by, requested_at, approved_by, approved_at, active_at)
    values ('pac-filed', 'org-demo-lagos', 'guard-demo-musa', 'paystack', 'bank', '058', 'GTBank', 'NGN', 'x', '6789',
      array['filed'], 'M IBRAHIM', 'matched', 100, 'RCP_filed', 'active', '{}', 'usr-ops', now(), 'usr-fin', now(), now());
    insert into payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor, fee_bearer,
      up_to_entry, status, attempts, moves, created_at, sent_at)
    values ('${FILED}', 'org-demo-lagos', 'guard-demo-musa', 'run-good', 'pac-filed', 'paystack', 'NGN', 4000, 'organisation',
      1, 'exported', 1, 2, now(), now());
    insert into payout_attempts (reference, organisation_id, payout_id, number, via, status, at)
    values ('${FILED}-1', 'org-demo-lagos', '${FILED}', 1, 'file', 'exported', now());
    insert into payout_history (organisation_id, payout_id, number, status, cause, at)
    values ('org-demo-lagos', '${FILED}', 1, 'created', 'test', now()), ('org-demo-lagos', '${FILED}', 2, 'exported', 'test', now());
    insert into payout_files (id, organisation_id, currency, kind, status, lines, total_minor, created_by, created_at, file_key)
    values ('pf-good', 'org-demo-lagos', 'NGN', 'bank', 'exported', 1, 4000, 'staff:usr-fin', now(), 'bank-files/x');
    insert into payout_file_lines (organisation_id, file_id, line, payout_id, reference, amount_minor)
    values ('org-demo-lagos', 'pf-good', 1, '${FILED}', '${FILED}-1', 4000)`);
  await post(owner, {
    ...{ id: `${FILED}:reserve`, reference: FILED, kind: "payout_reserved" },
    ...{ debit: FILED_PAYABLE, credit: TRANSIT, amount: 4_000n },
  });
}
