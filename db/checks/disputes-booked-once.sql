-- A lost dispute was booked once, by what its row says; no other dispute moved any money.
with booked as (
  select d.id, d.status, d.amount_minor, d.reserve_minor, d.loss_minor,
    coalesce(sum(l.amount_minor) filter (where l.kind = 'dispute_reserve'), 0) as reserve,
    coalesce(sum(l.amount_minor) filter (where l.kind = 'dispute_loss'), 0) as loss
  from disputes d left join ledger_transfers l on l.group_id = d.id
  group by d.id
)
select id, status, amount_minor, reserve, loss from booked
where reserve <> reserve_minor or loss <> loss_minor
  or reserve + loss <> case status when 'lost' then amount_minor else 0 end
union all
select l.id, l.kind, l.amount_minor, 0, 0 from ledger_transfers l
where l.kind like 'dispute\_%' and not exists (select from disputes d where d.id = l.group_id and d.tip_id = l.reference);
