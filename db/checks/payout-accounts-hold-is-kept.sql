-- A change waits until a time that is set, and is used before then only when the guard's PIN lifted the hold; whatever took
-- another's place was held.
select id, guard_id, status, approved_at, held_until, lifted_at, active_at from payout_accounts p
where (status = 'held' and held_until is null)
  or (held_until is not null and held_until < approved_at + interval '72 hours')
  or (active_at < held_until and (lifted_at is null or lifted_by is null))
  or (active_at is not null and held_until is null and exists (
    select from payout_accounts b where b.guard_id = p.guard_id and b.id <> p.id and b.active_at < p.active_at));
