-- An account that is used, or will be, was approved by another person than who asked for it, and the rail knows it.
select id, guard_id, status, requested_by, approved_by, recipient_code from payout_accounts
where status in ('held', 'active', 'replaced')
  and (approved_by is null or approved_at is null or approved_by = requested_by or recipient_code is null);
