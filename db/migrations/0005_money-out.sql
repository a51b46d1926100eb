-- Money out: who may write what, the published prices of transfers, and one way to read balances under their lock.

-- Paystack's published prices for sending money (reference/paystack.md §4, “Transfer fees”). What is UNCONFIRMED there is not
-- guessed here: banks in Kenya and South Africa have no row, and so no estimate.
insert into transfer_fee_schedules (rail, currency, kind, version, in_force_from, from_minor, up_to_minor, fee_minor, source)
values
  ('paystack', 'NGN', 'bank', 1, '2025-01-01Z', 10000, 500000, 1000, 'NGN 10 up to 5,000; least transfer NGN 100 (an old help page, UNCONFIRMED)'),
  ('paystack', 'NGN', 'bank', 1, '2025-01-01Z', 500001, 5000000, 2500, 'NGN 25 from 5,001 to 50,000'),
  ('paystack', 'NGN', 'bank', 1, '2025-01-01Z', 5000001, null, 5000, 'NGN 50 above 50,000; VAT and stamp duty on top UNCONFIRMED'),
  ('paystack', 'GHS', 'mobile_money', 1, '2025-01-01Z', 1, null, 100, 'GHS 1'),
  ('paystack', 'GHS', 'bank', 1, '2025-01-01Z', 1, null, 800, 'GHS 8'),
  ('paystack', 'KES', 'mobile_money', 1, '2025-01-01Z', 100, 150000, 2000, 'M-PESA B2C: KES 20 from 1 to 1,500'),
  ('paystack', 'KES', 'mobile_money', 1, '2025-01-01Z', 150001, 2000000, 4000, 'M-PESA B2C: KES 40 from 1,501 to 20,000'),
  ('paystack', 'KES', 'mobile_money', 1, '2025-01-01Z', 2000001, 15000000, 6000, 'M-PESA B2C: KES 60 from 20,001 to 150,000');
--> statement-breakpoint

-- Locks accounts in the order in which post_transfers() locks them, and gives them as they are under the lock. A verb that
-- decides by a balance asks for it here, and posts in the same statement.
create function lock_accounts(organisations text[], currencies text[], codes text[]) returns setof ledger_accounts
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
  select a.* from (
    select distinct w.organisation_id, w.currency::char(3) as currency, w.code
    from unnest(organisations, currencies, codes) as w (organisation_id, currency, code)
    order by 1, 2, 3
  ) w
  -- A look-up by key for each, in order, whatever the planner thinks of the table's size.
  cross join lateral (
    select * from ledger_accounts
    where (organisation_id, currency, code) = (w.organisation_id, w.currency, w.code)
    for no key update
  ) a;
end;
$$;
--> statement-breakpoint
revoke all on function lock_accounts(text[], text[], text[]) from public;
--> statement-breakpoint
grant execute on function lock_accounts(text[], text[], text[]) to asante_app;
--> statement-breakpoint
create trigger payout_history_is_append_only before update or delete or truncate on payout_history
  for each statement execute function refuse_to_change_history();
--> statement-breakpoint
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array[
    'settlement_runs', 'payouts', 'payout_attempts', 'payout_history', 'payout_controls'
  ] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('create policy everything_for_the_system on %I to asante_app using (true) with check (true)', tenant_table);
    execute format(
      'create policy own_rows_for_staff on %I to asante_staff using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))',
      tenant_table);
  end loop;
end $$;
--> statement-breakpoint
grant select on transfer_fee_schedules, settlement_runs, payouts, payout_attempts, payout_history, payout_controls
  to asante_app, asante_staff;
--> statement-breakpoint
grant select, insert on payout_lanes to asante_app;
--> statement-breakpoint
grant update (next_batch_at, paused_reason, paused_at, retry_at) on payout_lanes to asante_app;
--> statement-breakpoint
grant insert on settlement_runs, payouts, payout_attempts, payout_history, payout_controls to asante_app;
--> statement-breakpoint
grant update (status, last_code, payouts, total_minor, waiting, finished_at) on settlement_runs to asante_app;
--> statement-breakpoint
grant update (status, approved_by, approved_at, attempts, moves, sent_alone, next_send_at, claimed_until, reason,
  investigated_by, investigated_at, sent_at, paid_at, ended_at) on payouts to asante_app;
--> statement-breakpoint
grant update (status, in_doubt, calls, outcome, transfer_code, fee_minor, http_status, took_ms, at, answered_at,
  next_check_at, checks) on payout_attempts to asante_app;
--> statement-breakpoint
grant update (is_stopped, stop_reason, daily_cap_minor, updated_by, updated_at) on payout_controls to asante_app;
--> statement-breakpoint

-- Staff approve, and look into failures. What posts to the books (settling, cancelling) the system does for them.
grant update (approved_by, approved_at, investigated_by, investigated_at) on payouts to asante_staff;
