-- An applied charge event belongs to a tip that was credited; a final event is not due again.
select r.id, r.status, r.note, r.reference
from rail_events r
left join tips t on t.id = r.reference
where (r.status = 'applied' and r.note in ('booked', 'counted before') and t.credited_at is null)
  or (r.status in ('applied', 'suspended', 'not_handled') and (r.settled_at is null or r.next_check_at is not null));
