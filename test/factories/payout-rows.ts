/** A payout that was cancelled, the run that made it, and a bank file that has ended, for pages that want one: organisation and guard are its values. */
export const PAYOUT_ROWS = `with account as (
    insert into payout_accounts (id, organisation_id, guard_id, rail, kind, destination_code, destination_name, currency,
      number_sealed, number_end, number_fingerprints, holder_name, name_check, name_match_percent, status, notice_phones,
      requested_by, requested_at, ended_by, ended_at, end_reason)
    values ('acc-matrix', $1, $2, 'paystack', 'bank', '058', 'GTBank', 'NGN', 'none', '0000', '{none}', 'Matrix', 'matched', 100,
      'rejected', '{}', 'usr-test', now(), 'usr-test', now(), 'A test')
  ), run as (
    insert into settlement_runs (id, organisation_id, business_date, currency, cause, status, threshold_minor, fee_bearer,
      finished_at)
    values ('run-matrix', $1, '2020-01-01', 'NGN', 'daily', 'created', 0, 'organisation', now())
  ), payout as (
    insert into payouts (id, organisation_id, guard_id, run_id, payout_account_id, rail, currency, amount_minor, fee_bearer,
      up_to_entry, status, reason, created_at, ended_at)
    values ('po-matrix', $1, $2, 'run-matrix', 'acc-matrix', 'paystack', 'NGN', 100000, 'organisation', 0, 'cancelled',
      'A test', now(), now())
  ), file as (
    insert into payout_files (id, organisation_id, currency, kind, status, lines, total_minor, created_by, created_at, file_key,
      ended_at, deleted_at)
    values ('pf-matrix', $1, 'NGN', 'bank', 'closed', 1, 100000, 'staff:usr-test', now(), 'bank-files/none', now(), now())
  )
  insert into payout_history (organisation_id, payout_id, number, status, cause, at)
  values ($1, 'po-matrix', 1, 'cancelled', 'staff', now())`;
