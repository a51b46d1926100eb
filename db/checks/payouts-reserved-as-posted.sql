-- A payout reserved its amount once; while it lives that stands in transit, and when it has ended nothing of it does.
with moved as (
  select reference as id, organisation_id, currency,
    count(*) filter (where kind = 'payout_reserved') as reserves,
    coalesce(sum(amount_minor) filter (where kind = 'payout_reserved'), 0) as reserved,
    coalesce(sum(amount_minor) filter (where credit_account = 'payout_in_transit'), 0)
      - coalesce(sum(amount_minor) filter (where debit_account = 'payout_in_transit'), 0) as in_transit
  from ledger_transfers
  where kind like 'payout\_%'
  group by reference, organisation_id, currency
)
select coalesce(p.id, m.id) as id, p.status, p.amount_minor, m.reserves, m.reserved, m.in_transit
from payouts p
full join moved m on m.id = p.id and m.organisation_id = p.organisation_id and m.currency = p.currency
where p.id is null or m.id is null or m.reserves <> 1 or m.reserved <> p.amount_minor
  or m.in_transit <> case when p.status in ('created', 'sending', 'submitted', 'unknown', 'exported') then p.amount_minor else 0 end;
