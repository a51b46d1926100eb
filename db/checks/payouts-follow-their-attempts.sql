-- A payout's status is what its attempts came to, and a next reference was made only after the one before had failed. One that
-- ended unpaid, or waits to be sent, has no attempt that the rail paid; one that was reversed had one that came back.
with newest as (
  select distinct on (payout_id) payout_id, number, status from payout_attempts order by payout_id, number desc
)
select p.id, p.status, a.status as attempt, p.attempts, a.number
from payouts p
left join newest a on a.payout_id = p.id
where p.attempts <> coalesce(a.number, 0)
  or case p.status
    when 'created' then coalesce(a.status, 'failed') not in ('failed', 'held_back')
    when 'cancelled' then coalesce(a.status, 'failed') not in ('failed', 'held_back')
    when 'exported' then a.status is distinct from 'exported'
    when 'sending' then a.status is distinct from 'sending'
    when 'submitted' then a.status is distinct from 'submitted'
    when 'unknown' then a.status is distinct from 'unknown'
    when 'failed' then a.status is distinct from 'failed'
    when 'reversed' then not exists (select from payout_attempts s where s.payout_id = p.id and s.status = 'reversed')
    when 'paid' then not exists (select from payout_attempts s where s.payout_id = p.id and s.status = 'succeeded')
  end
  or (p.status in ('created', 'cancelled', 'failed', 'reversed')
    and exists (select from payout_attempts s where s.payout_id = p.id and s.status = 'succeeded'))
union all
select a.payout_id, p.status, a.status, p.attempts, a.number
from payout_attempts a
join payouts p on p.id = a.payout_id
join payout_attempts next on next.payout_id = a.payout_id and next.number = a.number + 1
where a.status not in ('failed', 'reversed', 'succeeded');
