-- No amount is in two payouts: what a guard's payouts hold, and what the rail has paid of them, however often, never exceeds what
-- the guard was credited before the newest of it was taken, but for what the reserve and the organisation bore; and a guard has
-- at most one payout that lives.
with held as (
  select p.organisation_id, p.guard_id, p.currency, max(p.up_to_entry) as up_to_entry,
    sum(p.amount_minor * (greatest(a.paid, (p.status = 'paid')::int)
      + (p.status in ('created', 'sending', 'submitted', 'unknown', 'exported'))::int)) as minor,
    count(*) filter (where p.status in ('created', 'sending', 'submitted', 'unknown', 'exported')) as live
  from payouts p
  cross join lateral (select count(*) as paid from payout_attempts where payout_id = p.id and status = 'succeeded') a
  group by p.organisation_id, p.guard_id, p.currency
)
select h.organisation_id, h.guard_id, h.currency, h.minor, h.live, credited.minor as credited, borne.minor as borne
from held h
cross join lateral (
  select max(l.debit_entry) as entry from ledger_transfers l
  where l.organisation_id = h.organisation_id and l.currency = h.currency
    and l.debit_account = 'guard_payable:' || h.guard_id and l.kind = 'payout_paid'
) extra
cross join lateral (
  select coalesce(sum(amount_minor), 0) as minor
  from ledger_transfers l
  where l.organisation_id = h.organisation_id and l.currency = h.currency
    and l.credit_account = 'guard_payable:' || h.guard_id and l.credit_entry <= greatest(h.up_to_entry, extra.entry)
    and l.kind not like 'payout\_%'
) credited
cross join lateral (
  select coalesce(sum(case when l.debit_account in ('refund_reserve', 'refund_losses') then l.amount_minor end), 0)
    - coalesce(sum(case when l.credit_account in ('refund_reserve', 'refund_losses') then l.amount_minor end), 0) as minor
  from payouts p join ledger_transfers l on l.reference = p.id and l.kind in ('payout_paid', 'payout_returned')
  where p.guard_id = h.guard_id and p.organisation_id = h.organisation_id and p.currency = h.currency
) borne
where h.minor > credited.minor + borne.minor or h.live > 1;
