-- An attempt that succeeded took its payout's amount and its named fee from the rail's account, or the bank's, once; no other took anything.
with booked as (
  select group_id as reference,
    coalesce(sum(amount_minor) filter (where kind = 'payout_paid'), 0)
      - coalesce(sum(amount_minor) filter (where kind = 'payout_paid_back'), 0) as paid,
    coalesce(sum(amount_minor) filter (where kind = 'payout_fee'), 0)
      - coalesce(sum(amount_minor) filter (where kind = 'payout_fee_back'), 0) as fee
  from ledger_transfers
  where kind in ('payout_paid', 'payout_paid_back', 'payout_fee', 'payout_fee_back')
  group by group_id
)
select coalesce(a.reference, b.reference) as reference, a.status, p.amount_minor, b.paid, a.fee_minor, b.fee
from payout_attempts a
join payouts p on p.id = a.payout_id
full join booked b on b.reference = a.reference
where a.reference is null
  or coalesce(b.paid, 0) <> case a.status when 'succeeded' then p.amount_minor else 0 end
  or coalesce(b.fee, 0) <> case a.status when 'succeeded' then coalesce(a.fee_minor, 0) else 0 end;
