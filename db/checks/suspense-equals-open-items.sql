-- What suspense holds is what its open items add up to. Items about money that went out have none there.
with held as (
  select organisation_id, currency, credits_posted - debits_posted as minor from ledger_accounts where kind = 'suspense'
),
items as (
  select organisation_id, currency, sum(amount_minor) as minor
  from reconciliation_items where resolved_at is null and is_held group by organisation_id, currency
)
select organisation_id, currency, held.minor as held, items.minor as items
from held full join items using (organisation_id, currency)
where coalesce(held.minor, 0) <> coalesce(items.minor, 0);
