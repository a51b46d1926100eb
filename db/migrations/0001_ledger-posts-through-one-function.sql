-- The books are written by one function only, so that no caller can post half a movement, skip a lock or touch a total.
-- The chart of accounts is that of money.md §1.

insert into ledger_account_kinds (kind, class, never_negative) values
  ('rail_clearing', 'asset', false),
  ('bank', 'asset', false),
  ('guard_payable', 'liability', true),
  ('payout_in_transit', 'liability', true),
  ('fee_income', 'income', false),
  ('rail_fees', 'expense', false),
  ('refund_reserve', 'liability', true),
  ('suspense', 'liability', true);
--> statement-breakpoint

-- One transfer to post. Amounts in minor units; `corrects` names the transfer that this one puts right, if any.
create type transfer_to_post as (
  id text,
  group_id text,
  organisation_id text,
  currency text,
  debit_account text,
  credit_account text,
  amount_minor bigint,
  kind text,
  reference text,
  corrects text,
  event_at timestamptz
);
--> statement-breakpoint

-- Posts a batch of transfers: one lock and one update per touched account, whatever the size of the batch.
-- Accounts open themselves on first use. A transfer whose id was posted before is recognised and skipped; the same id
-- with another content is refused. Returns the ids posted by this call.
create function post_transfers(batch transfer_to_post[]) returns setof text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  touched int;
  locked int;
  replayed text[];
begin
  -- Sorted order: two batches that share accounts wait for each other and do not deadlock.
  for attempt in 1..2 loop
    with sides as (
      select organisation_id, currency, debit_account as code from unnest(batch)
      union
      select organisation_id, currency, credit_account from unnest(batch)
    ),
    held as (
      select from sides s
      join ledger_accounts a on a.organisation_id = s.organisation_id and a.currency = s.currency and a.code = s.code
      order by a.organisation_id, a.currency, a.code
      for no key update of a
    )
    select (select count(*) from sides), (select count(*) from held) into touched, locked;
    exit when touched = locked;

    insert into ledger_accounts (organisation_id, currency, code, kind, never_negative)
    select s.organisation_id, s.currency, s.code, k.kind, k.never_negative
    from (
      select organisation_id, currency, debit_account as code from unnest(batch)
      union
      select organisation_id, currency, credit_account from unnest(batch)
    ) s
    join ledger_account_kinds k on k.kind = split_part(s.code, ':', 1)
    order by 1, 2, 3
    on conflict do nothing;
  end loop;

  select array_agg(l.id) into replayed from unnest(batch) t join ledger_transfers l on l.id = t.id;
  if replayed is not null and exists (
    select from unnest(batch) t join ledger_transfers l on l.id = t.id
    where (l.organisation_id, l.currency, l.debit_account, l.credit_account, l.amount_minor)
      is distinct from (t.organisation_id, t.currency, t.debit_account, t.credit_account, t.amount_minor)
  ) then
    raise exception 'a transfer was posted before with another content'
      using errcode = 'unique_violation', constraint = 'ledger_transfers_id_names_one_movement';
  end if;

  return query
  with fresh as materialized (
    select t.* from unnest(batch) with ordinality as t (
      id, group_id, organisation_id, currency, debit_account, credit_account, amount_minor, kind, reference, corrects,
      event_at, place
    )
    where replayed is null or t.id <> all (replayed)
  ),
  sides as materialized (
    select place, organisation_id, currency, debit_account as code, amount_minor as debit, 0 as credit from fresh
    union all
    select place, organisation_id, currency, credit_account, 0, amount_minor from fresh
  ),
  counted as (
    select place, organisation_id, currency, code, debit > 0 as is_debit,
      row_number() over (partition by organisation_id, currency, code order by place) as entry
    from sides
  ),
  numbered as (
    select c.place,
      max(a.entries_posted + c.entry) filter (where c.is_debit) as debit_entry,
      max(a.entries_posted + c.entry) filter (where not c.is_debit) as credit_entry
    from counted c
    left join ledger_accounts a
      on a.organisation_id = c.organisation_id and a.currency = c.currency and a.code = c.code
    group by c.place
  ),
  posted as (
    insert into ledger_transfers (
      id, group_id, organisation_id, currency, debit_account, credit_account, amount_minor, kind, reference, corrects,
      debit_entry, credit_entry, event_at
    )
    select f.id, f.group_id, f.organisation_id, f.currency, f.debit_account, f.credit_account, f.amount_minor, f.kind,
      f.reference, f.corrects, n.debit_entry, n.credit_entry, f.event_at
    from fresh f join numbered n on n.place = f.place
    returning ledger_transfers.id
  ),
  totalled as (
    update ledger_accounts a
    set debits_posted = a.debits_posted + t.debit,
      credits_posted = a.credits_posted + t.credit,
      entries_posted = a.entries_posted + t.entries
    from (
      select organisation_id, currency, code, sum(debit) as debit, sum(credit) as credit, count(*) as entries
      from sides group by 1, 2, 3
    ) t
    where a.organisation_id = t.organisation_id and a.currency = t.currency and a.code = t.code
  )
  select posted.id from posted;
end;
$$;
--> statement-breakpoint

-- Transfers are immutable for everyone, the owner of the table included; a correction is a new transfer.
create function refuse_to_change_history() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end;
$$;
--> statement-breakpoint
create trigger ledger_transfers_are_immutable before update or delete or truncate on ledger_transfers
  for each statement execute function refuse_to_change_history();
--> statement-breakpoint
create trigger audit_log_is_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_to_change_history();
--> statement-breakpoint
create trigger tip_history_is_append_only before update or delete or truncate on tip_history
  for each statement execute function refuse_to_change_history();
