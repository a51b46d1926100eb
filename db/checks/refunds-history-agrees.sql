-- The last line of a refund's and of a dispute's history is its status, and its lines are numbered without gaps.
select r.id, r.status, h.status as last_recorded, h.lines, r.moves
from refunds r
left join lateral (
  select count(*) as lines, (array_agg(status order by number desc))[1] as status from refund_history where refund_id = r.id
) h on true
where h.status is distinct from r.status or h.lines <> r.moves
union all
select d.id, d.status, h.status, h.lines, d.moves
from disputes d
left join lateral (
  select count(*) as lines, (array_agg(status order by number desc))[1] as status from dispute_history where dispute_id = d.id
) h on true
where h.status is distinct from d.status or h.lines <> d.moves;
