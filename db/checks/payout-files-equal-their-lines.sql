-- A bank file's count and total are its lines', and it is open just as long as a line of it waits for a result.
select f.id, f.status, f.lines, f.total_minor, l.found, l.found_minor, l.waiting
from payout_files f
cross join lateral (
  select count(*) as found, coalesce(sum(amount_minor), 0) as found_minor,
    count(*) filter (where result is null and released_at is null) as waiting, count(*) filter (where released_at is not null) as released
  from payout_file_lines where file_id = f.id
) l
where l.found <> f.lines or l.found_minor <> f.total_minor or (f.status = 'exported') <> (l.waiting > 0)
  or (f.status <> 'voided' and l.released > 0)
  or (f.status = 'voided' and (f.voided_by is null or f.voided_by = f.void_asked_by));
