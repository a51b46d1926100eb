-- A hold that was lifted was not lifted by who set the PIN that is set still, nor with one set after the change was asked for.
select p.id, p.guard_id, p.requested_at, p.lifted_at, p.lifted_by, k.set_at, k.set_by
from payout_accounts p join guard_pins k on k.guard_id = p.guard_id
where p.lifted_at is not null and k.set_at < p.lifted_at and (k.set_at >= p.requested_at or k.set_by = p.lifted_by);
