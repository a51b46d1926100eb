-- The last line of a tip's history is its status, and a tip without history does not exist.
select t.id, t.status, h.status as last_recorded
from tips t
left join lateral (
  select status from tip_history where tip_id = t.id order by sequence desc limit 1
) h on true
where h.status is distinct from t.status;
