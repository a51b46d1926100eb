-- Every posting of a tip names a tip of the same organisation and currency; every suspense posting has its item.
select l.id, l.kind, l.reference
from ledger_transfers l
left join tips t on t.id = l.reference and t.organisation_id = l.organisation_id and t.currency = l.currency
where l.kind like 'tip\_%' and t.id is null
union all
select l.id, l.kind, l.reference
from ledger_transfers l
where l.kind = 'suspense' and not exists (
  select from reconciliation_items i
  where i.organisation_id = l.organisation_id and i.currency = l.currency and i.amount_minor = l.amount_minor
    and i.reference = l.reference
);
