-- An account's entries are numbered 1, 2, 3 …, each number once: a watermark names a stable set.
with entries as (
  select organisation_id, currency, debit_account as code, debit_entry as entry from ledger_transfers
  union all
  select organisation_id, currency, credit_account, credit_entry from ledger_transfers
)
select organisation_id, currency, code, min(entry) as first, max(entry) as last, count(distinct entry) as numbers, count(*) as entries
from entries
group by organisation_id, currency, code
having min(entry) <> 1 or max(entry) <> count(*) or count(distinct entry) <> count(*);
