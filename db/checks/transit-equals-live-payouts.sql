-- What stands in transit is what the live payouts add up to.
with held as (
  select organisation_id, currency, credits_posted - debits_posted as minor
  from ledger_accounts where kind = 'payout_in_transit'
),
live as (
  select organisation_id, currency, sum(amount_minor) as minor
  from payouts where status in ('created', 'sending', 'submitted', 'unknown', 'exported')
  group by organisation_id, currency
)
select organisation_id, currency, held.minor as held, live.minor as live
from held full join live using (organisation_id, currency)
where coalesce(held.minor, 0) <> coalesce(live.minor, 0);
