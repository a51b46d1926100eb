-- Money back: two accounts of the chart, who may write what.

-- refund_in_transit: promised to refunds that have no conclusive answer yet, as payout_in_transit is for payouts. What is
-- promised to a patron can neither be paid to a guard nor spent twice from the reserve.
-- refund_losses: what refunds and lost disputes cost beyond the reserve. The money has left the rail whether or not the
-- reserve can carry it, and a guard is never in debt: what is left is the organisation's.
insert into ledger_account_kinds (kind, class, never_negative) values
  ('refund_in_transit', 'liability', true),
  ('refund_losses', 'expense', false);
--> statement-breakpoint
create trigger refund_history_is_append_only before update or delete or truncate on refund_history
  for each statement execute function refuse_to_change_history();
--> statement-breakpoint
create trigger dispute_history_is_append_only before update or delete or truncate on dispute_history
  for each statement execute function refuse_to_change_history();
--> statement-breakpoint
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['refunds', 'refund_history', 'disputes', 'dispute_history', 'receipt_views'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('create policy everything_for_the_system on %I to asante_app using (true) with check (true)', tenant_table);
    execute format(
      'create policy own_rows_for_staff on %I to asante_staff using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))',
      tenant_table);
  end loop;
end $$;
--> statement-breakpoint
-- What posts to the books the system does for the staff, who read.
grant select on refunds, refund_history, disputes, dispute_history, receipt_views to asante_app, asante_staff;
--> statement-breakpoint
grant insert on refunds, refund_history, disputes, dispute_history, receipt_views to asante_app;
--> statement-breakpoint
grant update (status, approved_by, approved_at, rail_refund_id, calls, last_call_at, refusal, failure, claimed_until,
  next_check_at, checks, moves, ended_at) on refunds to asante_app;
--> statement-breakpoint
grant update (status, amount_minor, reserve_minor, loss_minor, category, resolution, due_at, answer, message, answered_by,
  evidence_key, evidence_sha256, reminders, next_check_at, checks, moves, ended_at) on disputes to asante_app;
--> statement-breakpoint
grant update (views, last_at) on receipt_views to asante_app;
