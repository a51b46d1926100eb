-- A payout's history is numbered without gaps as far as the payout has moved, and ends with its status.
select p.id, p.status, p.moves, h.status as last_recorded, h.rows
from payouts p
left join lateral (
  select count(*) as rows, max(number) as last, (array_agg(status order by number desc))[1] as status
  from payout_history where payout_id = p.id
) h on true
where h.rows <> p.moves or h.last is distinct from p.moves or h.status is distinct from p.status;
