-- Each account's totals, and its number of entries, are those of its transfers.
with moved as (
  select organisation_id, currency, debit_account as code, amount_minor as debit, 0 as credit from ledger_transfers
  union all
  select organisation_id, currency, credit_account, 0, amount_minor from ledger_transfers
),
totals as (
  select organisation_id, currency, code, sum(debit) as debits, sum(credit) as credits, count(*) as entries
  from moved group by organisation_id, currency, code
)
select organisation_id, currency, code, a.debits_posted, t.debits, a.credits_posted, t.credits, a.entries_posted, t.entries
from ledger_accounts a
full join totals t using (organisation_id, currency, code)
where (coalesce(a.debits_posted, 0), coalesce(a.credits_posted, 0), coalesce(a.entries_posted, 0))
  is distinct from (coalesce(t.debits, 0), coalesce(t.credits, 0), coalesce(t.entries, 0));
