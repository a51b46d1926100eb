-- A tip is disputed while a dispute is open, else refunded in part or whole by what went back of it, else as it was credited.
with tip as (
  select t.id, t.status, p.charged_minor,
    exists (select from disputes d where d.tip_id = t.id and d.status not in ('won', 'lost')) as is_disputed,
    coalesce((select sum(amount_minor) from refunds where tip_id = t.id and status = 'processed'), 0)
      + coalesce((select sum(amount_minor) from disputes where tip_id = t.id and status = 'lost'), 0) as given_back
  from tips t join payments p on p.tip_id = t.id
  where t.credited_at is not null
)
select id, status, charged_minor, given_back, is_disputed from tip
where status <> case
  when is_disputed then 'disputed'
  when given_back = 0 then 'succeeded'
  when given_back < charged_minor then 'partially_refunded'
  else 'refunded'
end;
