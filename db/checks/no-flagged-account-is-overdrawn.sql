-- A guard is never in debt, and no liability pays out more than it holds.
select a.organisation_id, a.currency, a.code, a.debits_posted, a.credits_posted
from ledger_accounts a join ledger_account_kinds k on k.kind = a.kind
where (a.never_negative or k.never_negative) and a.debits_posted > a.credits_posted;
