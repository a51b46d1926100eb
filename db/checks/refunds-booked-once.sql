-- A refund's money was reserved once, by who its row says; a processed one left for the rail once, whole; one that failed or was
-- rejected went back to each giver once; any other has done neither.
with booked as (
  select r.id, r.status, r.amount_minor,
    coalesce(sum(l.amount_minor) filter (where l.kind in ('refund_guard', 'refund_rail_fee', 'refund_reserve', 'refund_loss')), 0) as reserved,
    coalesce(sum(l.amount_minor) filter (where l.kind = 'refund_guard'), 0) as guard,
    coalesce(sum(l.amount_minor) filter (where l.kind = 'refund_reserve'), 0) as reserve,
    coalesce(sum(l.amount_minor) filter (where l.kind = 'refund_paid'), 0) as paid,
    coalesce(sum(l.amount_minor) filter (where l.kind like 'refund\_%\_returned' and l.corrects is not null), 0) as returned,
    r.guard_minor, r.reserve_minor
  from refunds r left join ledger_transfers l on l.group_id = r.id
  group by r.id
)
select id, status, amount_minor, reserved, paid, returned from booked
where reserved <> amount_minor or guard <> guard_minor or reserve <> reserve_minor
  or paid <> case status when 'processed' then amount_minor else 0 end
  or returned <> case when status in ('failed', 'rejected') then amount_minor else 0 end
union all
select l.id, l.kind, l.amount_minor, 0, 0, 0 from ledger_transfers l
where l.kind like 'refund\_%' and not exists (select from refunds r where r.id = l.group_id and r.tip_id = l.reference);
