-- A settlement run says how many payouts it made, and of how much; a date that another run covered made none.
select r.id, r.status, r.payouts, r.total_minor, count(p.id) as found, coalesce(sum(p.amount_minor), 0) as found_minor
from settlement_runs r
left join payouts p on p.run_id = r.id
group by r.id
having r.payouts <> count(p.id) or r.total_minor <> coalesce(sum(p.amount_minor), 0);
