-- Debits equal credits, per organisation and currency, from the accounts' own totals.
select organisation_id, currency, sum(debits_posted) as debits, sum(credits_posted) as credits
from ledger_accounts
group by organisation_id, currency
having sum(debits_posted) <> sum(credits_posted);
