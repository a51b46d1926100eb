-- What is promised or given back of a tip by refunds is never more than was charged.
select t.id, p.charged_minor, sum(r.amount_minor) as refunded
from refunds r join tips t on t.id = r.tip_id join payments p on p.tip_id = t.id
where r.status not in ('failed', 'rejected')
group by t.id, p.charged_minor
having sum(r.amount_minor) > coalesce(p.charged_minor, 0);
