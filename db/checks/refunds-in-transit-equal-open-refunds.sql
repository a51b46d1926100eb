-- What is promised to refunds is what the refunds without a conclusive answer add up to.
with held as (
  select organisation_id, currency, credits_posted - debits_posted as minor from ledger_accounts
  where kind = 'refund_in_transit'
),
open as (
  select organisation_id, currency, sum(amount_minor) as minor from refunds
  where status not in ('processed', 'failed', 'rejected') group by organisation_id, currency
)
select organisation_id, currency, held.minor as held, open.minor as promised
from held full join open using (organisation_id, currency)
where coalesce(held.minor, 0) <> coalesce(open.minor, 0);
