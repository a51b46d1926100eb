-- The application is never the owner of its tables: it may add rows and move states, and nothing else.
-- The role cannot log in until a deployment gives it a password (README, “Deploy”).

do $$ begin
  if not exists (select from pg_roles where rolname = 'asante_app') then create role asante_app nologin; end if;
end $$;
--> statement-breakpoint
revoke all on function post_transfers(transfer_to_post[]) from public;
--> statement-breakpoint
grant execute on function post_transfers(transfer_to_post[]) to asante_app;
--> statement-breakpoint
grant usage on schema public to asante_app;
--> statement-breakpoint
grant select on all tables in schema public to asante_app;
--> statement-breakpoint
grant insert on tips, tip_history, payments, payment_attempts, idempotency_keys, rail_events, reconciliation_items,
  outbox, audit_log, alerts, dead_letters, pressure_reports, qr_codes to asante_app;
--> statement-breakpoint
grant update (status, charge_minor, message, next_check_at, checks, paid_at, credited_at) on tips to asante_app;
--> statement-breakpoint
grant update (requested_minor, checkout_url, rail_transaction_id, charged_minor, rail_fee_minor, channel) on payments
  to asante_app;
--> statement-breakpoint
grant update (answer, answered_at) on idempotency_keys to asante_app;
--> statement-breakpoint
grant update (status, note, attempts, next_check_at, settled_at) on rail_events to asante_app;
--> statement-breakpoint
grant update (attempts, next_attempt_at) on outbox to asante_app;
--> statement-breakpoint
grant update (owner, resolved_at) on reconciliation_items to asante_app;
--> statement-breakpoint
grant update (resolved_at) on alerts to asante_app;
--> statement-breakpoint
grant update (replayed_at) on dead_letters to asante_app;
--> statement-breakpoint
grant update (status, revoked_at, snapshot_at) on qr_codes to asante_app;
--> statement-breakpoint

-- Asante itself: owns money that arrived and that no tenant can be named for.
insert into organisations (id, kind, name, slug, country, currency, time_zone)
values ('org-platform', 'platform', 'Asante', 'asante', 'NG', 'NGN', 'Africa/Lagos');
--> statement-breakpoint

-- Paystack's published prices for taking a payment (reference/paystack.md §6). Channel “local” is any local channel.
insert into fee_schedules
  (rail, country, channel, version, in_force_from, percent_bps, flat_minor, flat_from_minor, cap_minor, vat_bps, source)
values
  ('paystack', 'NG', 'local', 1, '2025-01-01Z', 150, 10000, 250000, 200000, 0, '1.5 % + NGN 100, waived under NGN 2,500, cap NGN 2,000'),
  ('paystack', 'NG', 'international', 1, '2025-01-01Z', 390, 10000, 0, null, 0, '3.9 % + NGN 100'),
  ('paystack', 'GH', 'local', 1, '2025-01-01Z', 195, 0, 0, null, 0, '1.95 % card and mobile money'),
  ('paystack', 'KE', 'card', 1, '2025-01-01Z', 290, 0, 0, null, 0, '2.9 % card'),
  ('paystack', 'KE', 'mobile_money', 1, '2025-01-01Z', 150, 0, 0, null, 0, '1.5 % M-PESA'),
  ('paystack', 'KE', 'international', 1, '2025-01-01Z', 380, 0, 0, null, 0, '3.8 %'),
  ('paystack', 'ZA', 'card', 1, '2025-01-01Z', 290, 100, 0, null, 1500, '2.9 % + ZAR 1, VAT 15 % on top'),
  ('paystack', 'ZA', 'eft', 1, '2025-01-01Z', 200, 0, 0, null, 1500, '2 % EFT, VAT 15 % on top'),
  ('paystack', 'ZA', 'international', 1, '2025-01-01Z', 310, 100, 0, null, 1500, '3.1 % + ZAR 1, VAT 15 % on top');
