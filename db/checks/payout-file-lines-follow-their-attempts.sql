-- A line of a bank file is one attempt of its payout, of its amount: it waits while that is exported, and ended as that ended.
-- Each payout that is exported waits in one line, and what goes by a file is nowhere else.
select coalesce(l.reference, a.reference) as reference, l.result, l.released_at, a.status, a.via, p.status as payout, p.amount_minor, l.amount_minor
from payout_file_lines l
full join (select * from payout_attempts where via = 'file') a on a.reference = l.reference
left join payouts p on p.id = coalesce(a.payout_id, l.payout_id)
where l.reference is null or a.reference is null or l.payout_id <> a.payout_id or l.amount_minor <> p.amount_minor
  or (l.result is null and l.released_at is null) <> (a.status = 'exported')
  or (a.status = 'exported') <> (p.status = 'exported' and p.attempts = a.number)
  or case
    when l.result = 'paid' then a.status <> 'succeeded'
    when l.result is not null or l.released_at is not null then a.status not in ('failed', 'reversed')
    else false
  end
union all
select p.id, null, null, null, null, p.status, p.amount_minor, null
from payouts p
where p.status = 'exported'
  and 1 <> (select count(*) from payout_file_lines l where l.payout_id = p.id and l.result is null and l.released_at is null);
