-- A guard has one account in use and one that waits at the most.
select guard_id, count(*) filter (where status = 'active') as active,
  count(*) filter (where status in ('requested', 'held')) as waiting
from payout_accounts group by guard_id
having count(*) filter (where status = 'active') > 1 or count(*) filter (where status in ('requested', 'held')) > 1;
