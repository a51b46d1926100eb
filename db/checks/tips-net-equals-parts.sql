-- What a tip left the guard is what was charged, less the rail's fee where the guard bears it, less the platform's fee.
with parts as (
  select t.id, p.charged_minor
      - case t.rail_fee_bearer when 'guard' then p.rail_fee_minor else 0 end
      - t.platform_fee_minor as expected,
    coalesce(sum(l.amount_minor) filter (where l.credit_account = 'guard_payable:' || t.guard_id), 0)
      - coalesce(sum(l.amount_minor) filter (where l.debit_account = 'guard_payable:' || t.guard_id), 0) as booked
  from tips t
  join payments p on p.tip_id = t.id
  join ledger_transfers l on l.group_id = t.id
  group by t.id, t.guard_id, t.rail_fee_bearer, t.platform_fee_minor, p.charged_minor, p.rail_fee_minor
)
select id, expected, booked from parts where expected <> booked;
