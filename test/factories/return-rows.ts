/**
 * A tip that was paid, a refund of it that was rejected and a dispute over it that was won, for pages that want one:
 * organisation and guard are its values. Nothing of it is in the books.
 */
export const RETURN_ROWS = `with tip as (
    insert into tips (id, organisation_id, guard_id, code_id, currency, amount_minor, charge_minor, covers_fee, policy_version,
      platform_fee_minor, rail_fee_bearer, message, status, receipt_code, receipt_token, created_at, paid_at, credited_at)
    select 'tip-01jmatrx000000000000000000', $1, $2, c.id, 'NGN', 100000, 100000, false, 1, 0, 'guard',
      'Thank you for the rain', 'succeeded', '7K3M9QXT', '7K3M9QXT7K3M9QXT7K3M9QXT7K', now(), now(), now()
    from qr_codes c where c.organisation_id = $1 and c.guard_id = $2 order by c.version desc limit 1
    returning id
  ), payment as (
    insert into payments (reference, organisation_id, tip_id, rail, environment, currency, requested_minor,
      rail_transaction_id, charged_minor, rail_fee_minor, channel)
    select id, $1, id, 'paystack', 'test', 'NGN', 100000, 'matrix', 100000, 1500, 'card' from tip
  ), credited as (
    insert into tip_history (tip_id, status, cause, at) select id, 'succeeded', 'webhook', now() from tip
  ), refund as (
    insert into refunds (id, organisation_id, tip_id, rail, currency, amount_minor, guard_minor, rail_fee_minor,
      reserve_minor, loss_minor, cause, reason, status, needs_approval, requested_by, failure, moves, created_at, ended_at)
    select 'rf-matrix', $1, id, 'paystack', 'NGN', 40000, 40000, 0, 0, 0, 'staff', 'The wrong guard', 'rejected', true,
      'usr-test', 'It was the right guard', 2, now(), now() from tip
  ), refunded as (
    insert into refund_history (organisation_id, refund_id, number, status, cause, at)
    values ($1, 'rf-matrix', 1, 'requested', 'staff', now()), ($1, 'rf-matrix', 2, 'rejected', 'checker', now())
  ), dispute as (
    insert into disputes (id, organisation_id, tip_id, rail, environment, rail_dispute_id, currency, amount_minor, category,
      status, resolution, due_at, moves, opened_at, created_at, ended_at)
    select 'dp-matrix', $1, id, 'paystack', 'test', 'matrix', 'NGN', 100000, 'chargeback', 'won', 'declined', now(), 2,
      now(), now(), now() from tip
  )
  insert into dispute_history (organisation_id, dispute_id, number, status, cause, at)
  values ($1, 'dp-matrix', 1, 'open', 'webhook', now()), ($1, 'dp-matrix', 2, 'won', 'webhook', now())`;
