-- Every succeeded tip has exactly one gross posting, of what the rail charged; no other tip has any.
select t.id, t.status, count(l.id) as postings, sum(l.amount_minor) as booked, p.charged_minor
from tips t
join payments p on p.tip_id = t.id
left join ledger_transfers l on l.reference = t.id and l.kind = 'tip_gross'
group by t.id, t.status, p.charged_minor
having (t.credited_at is not null and (count(l.id) <> 1 or sum(l.amount_minor) <> p.charged_minor))
  or (t.credited_at is null and count(l.id) > 0);
