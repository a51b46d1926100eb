-- A charge that was booked to its tip is not held in suspense as well: its money would count twice.
select p.reference, l.id, l.organisation_id, l.amount_minor
from payments p
join ledger_transfers l on l.kind = 'suspense' and l.currency = p.currency and l.amount_minor = p.charged_minor
  and l.id like 'suspense:%:' || p.rail || ':' || p.environment || ':' || p.rail_transaction_id || ':%'
where p.rail_transaction_id is not null
  and not exists (select from ledger_transfers r where r.corrects = l.id);
