-- No amount is in two payouts: what a guard's payouts hold or have paid never exceeds what the guard was credited before the
-- newest of them was made, but for what the reserve paid, and a guard has at most one that lives.
with held as (
  select organisation_id, guard_id, currency, sum(amount_minor) as minor, max(up_to_entry) as up_to_entry,
    count(*) filter (where status in ('created', 'sending', 'submitted', 'unknown', 'exported')) as live
  from payouts
  where status in ('created', 'sending', 'submitted', 'unknown', 'exported', 'paid')
  group by organisation_id, guard_id, currency
)
select h.organisation_id, h.guard_id, h.currency, h.minor, h.live, credited.minor as credited
from held h
cross join lateral (
  select coalesce(sum(amount_minor), 0) as minor
  from ledger_transfers l
  where l.organisation_id = h.organisation_id and l.currency = h.currency
    and l.credit_account = 'guard_payable:' || h.guard_id and l.credit_entry <= h.up_to_entry and l.kind not like 'payout\_%'
) credited
cross join lateral (
  select coalesce(sum(l.amount_minor), 0) as minor
  from payouts p join ledger_transfers l on l.reference = p.id and l.kind = 'payout_paid' and l.debit_account = 'refund_reserve'
  where p.guard_id = h.guard_id and p.currency = h.currency and p.status = 'paid'
) reserve
where h.minor > credited.minor + reserve.minor or h.live > 1;
