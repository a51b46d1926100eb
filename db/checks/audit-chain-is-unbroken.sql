-- Each organisation's audit rows are numbered without gaps, each carries the hash over itself and its predecessor, and the
-- chain's end is its last row. A row changed, taken out, put in or cut off the end is found here.
with rows as (
  select l as row, l.organisation_id, l.chain_number, l.hash,
    lag(l.hash, 1, repeat('0', 64)::char(64)) over chain as previous_hash,
    lag(l.chain_number, 1, 0::bigint) over chain as previous_number
  from audit_log l
  window chain as (partition by l.organisation_id order by l.chain_number)
), ends as (
  select distinct on (organisation_id) organisation_id, chain_number, hash
  from audit_log order by organisation_id, chain_number desc
)
select organisation_id, chain_number, 'a row does not follow the one before it' as problem from rows
where chain_number is distinct from previous_number + 1 or hash is distinct from audit_row_hash(previous_hash, row)
union all
select coalesce(c.organisation_id, e.organisation_id), e.chain_number, 'the chain does not end with its last row'
from ends e full join audit_chains c on c.organisation_id = e.organisation_id
where (coalesce(c.length, 0), coalesce(c.hash, repeat('0', 64)))
  is distinct from (coalesce(e.chain_number, 0), coalesce(e.hash, repeat('0', 64)));
