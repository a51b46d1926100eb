-- Two roles, so that tenancy has a wall of its own. asante_app is the system (patron pages, webhooks, queues, crons):
-- it sees every organisation. asante_staff answers the staff pages of one organisation: row-level security shows it the
-- rows of the organisation that its transaction names in `app.organisation`, and without a name none at all.

do $$ begin
  if not exists (select from pg_roles where rolname = 'asante_staff') then create role asante_staff nologin; end if;
end $$;
--> statement-breakpoint
grant usage on schema public to asante_staff;
--> statement-breakpoint
create function current_organisation() returns text language sql stable parallel safe
  return nullif(current_setting('app.organisation', true), '');
--> statement-breakpoint
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array[
    'organisation_policies', 'organisation_settings', 'sites', 'guards', 'guard_pins', 'guard_imports',
    'payout_accounts', 'qr_codes', 'code_scans', 'pressure_reports', 'print_jobs', 'tips', 'payments',
    'reconciliation_items', 'ledger_accounts', 'ledger_transfers', 'outbox', 'audit_log', 'audit_chains', 'audit_archives',
    'alerts', 'messages'
  ] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('create policy everything_for_the_system on %I to asante_app using (true) with check (true)', tenant_table);
    execute format(
      'create policy own_rows_for_staff on %I to asante_staff using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))',
      tenant_table);
  end loop;
end $$;
--> statement-breakpoint
alter table organisations enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on organisations to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_row_for_staff on organisations to asante_staff
  using (id = (select current_organisation())) with check (id = (select current_organisation()));
--> statement-breakpoint
alter table tip_history enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on tip_history to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_rows_for_staff on tip_history to asante_staff
  using (exists (select from tips t where t.id = tip_id));
--> statement-breakpoint

-- The system's own new rights.
grant select on organisation_settings, guard_pins, guard_imports, payout_accounts, code_scans, print_jobs, audit_chains,
  audit_archives to asante_app;
--> statement-breakpoint
grant insert on code_scans, audit_archives to asante_app;
--> statement-breakpoint
grant update (scans) on code_scans to asante_app;
--> statement-breakpoint
grant update (status, done, attempts, claimed_until, file_key, file_name, file_bytes, failure, finished_at)
  on print_jobs to asante_app;
--> statement-breakpoint
grant update (status, active_at) on payout_accounts to asante_app;
--> statement-breakpoint

-- What staff pages read and write, of their own organisation.
grant select on organisations, organisation_policies, organisation_settings, sites, guards, guard_pins, guard_imports,
  payout_accounts, qr_codes, code_scans, pressure_reports, print_jobs, tips, tip_history, payments, reconciliation_items,
  ledger_accounts, ledger_transfers, ledger_account_kinds, fee_schedules, outbox, audit_log, audit_chains, audit_archives,
  alerts to asante_staff;
--> statement-breakpoint
grant insert on organisation_policies, organisation_settings, sites, guards, guard_pins, guard_imports, payout_accounts,
  qr_codes, print_jobs, outbox, audit_log, messages to asante_staff;
--> statement-breakpoint
grant update (name, time_zone, language, brand_colour, logo_key) on organisations to asante_staff;
--> statement-breakpoint
grant update (value, updated_at) on organisation_settings to asante_staff;
--> statement-breakpoint
grant delete on organisation_settings to asante_staff;
--> statement-breakpoint
grant update (name, kind, address, status) on sites to asante_staff;
--> statement-breakpoint
grant update (site_id, status, first_name, last_name, display_name, shown_as, badge_number, employee_id, phone, language,
  photo_key, updated_at, left_at) on guards to asante_staff;
--> statement-breakpoint
grant update (hash, wrong_tries, locked_until, set_at, set_by) on guard_pins to asante_staff;
--> statement-breakpoint
grant update (status, rows, rows_with_errors, created, updated, applied_at) on guard_imports to asante_staff;
--> statement-breakpoint
grant update (status, recipient_code, claimed_by, claimed_until, approved_by, approved_at, held_until, lifted_at, lifted_by,
  active_at, ended_by, ended_at, end_reason) on payout_accounts to asante_staff;
--> statement-breakpoint
grant update (status, revoked_at, snapshot_at) on qr_codes to asante_staff;
--> statement-breakpoint
grant update (resolved_at) on alerts to asante_staff;
--> statement-breakpoint

-- Audit rows form a chain per organisation: each carries the hash of the one before it, so that a row changed, taken out
-- or put in between is found by db/checks. Nobody but the trigger writes places and hashes.
create function audit_row_hash(previous char(64), r audit_log) returns char(64) language sql immutable
  return encode(sha256(convert_to(previous || jsonb_build_array(
    r.organisation_id, r.chain_number, r.actor, r.action, r.subject, r.before, r.after, r.request_id, r.address,
    to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
  )::text, 'UTF8')), 'hex');
--> statement-breakpoint
-- Takes the row after the chain's end. Rows of the statement that is running are not at the chain's end yet, but already
-- in the log, so that thousands of rows cost one update of the end. An end beyond the log's last row stays the truth: rows
-- cut off the log leave a gap.
create function chain_audit_row() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  chain audit_chains;
  latest record;
begin
  select * into chain from audit_chains where organisation_id = new.organisation_id for update;
  if not found then
    insert into audit_chains (organisation_id, length, hash) values (new.organisation_id, 0, repeat('0', 64))
      on conflict do nothing;
    select * into strict chain from audit_chains where organisation_id = new.organisation_id for update;
  end if;
  select chain_number, hash into latest from audit_log
    where organisation_id = new.organisation_id and chain_number > chain.length order by chain_number desc limit 1;
  if found then
    chain.length := latest.chain_number;
    chain.hash := latest.hash;
  end if;
  new.chain_number := chain.length + 1;
  new.hash := audit_row_hash(chain.hash, new);
  return new;
end $$;
--> statement-breakpoint
revoke all on function chain_audit_row() from public;
--> statement-breakpoint
create function move_audit_chains() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update audit_chains c set length = l.chain_number, hash = l.hash
  from (
    select distinct on (organisation_id) organisation_id, chain_number, hash from added
    order by organisation_id, chain_number desc
  ) l
  where c.organisation_id = l.organisation_id and c.length < l.chain_number;
  return null;
end $$;
--> statement-breakpoint
revoke all on function move_audit_chains() from public;
--> statement-breakpoint
-- Rows from before the chain take their places in the order in which they came.
alter table audit_log disable trigger audit_log_is_append_only;
--> statement-breakpoint
do $$
declare
  r audit_log;
  chain audit_chains;
begin
  for r in select * from audit_log order by sequence loop
    insert into audit_chains (organisation_id, length, hash) values (r.organisation_id, 0, repeat('0', 64))
      on conflict do nothing;
    select * into strict chain from audit_chains where organisation_id = r.organisation_id for update;
    r.chain_number := chain.length + 1;
    r.hash := audit_row_hash(chain.hash, r);
    update audit_log set chain_number = r.chain_number, hash = r.hash where sequence = r.sequence;
    update audit_chains set length = r.chain_number, hash = r.hash where organisation_id = r.organisation_id;
  end loop;
end $$;
--> statement-breakpoint
alter table audit_log enable trigger audit_log_is_append_only;
--> statement-breakpoint
create trigger audit_rows_are_chained before insert on audit_log for each row execute function chain_audit_row();
--> statement-breakpoint
create trigger audit_chains_follow_their_rows after insert on audit_log
  referencing new table as added for each statement execute function move_audit_chains();
--> statement-breakpoint

-- messages
grant select, insert on messages to asante_app;
--> statement-breakpoint
grant update (status, attempts, next_attempt_at, body_text, body_html, note, provider_id, sent_at) on messages
  to asante_app;
--> statement-breakpoint

-- Identity. Who is a platform administrator is written by the owner only. Staff pages may name the people of their own
-- organisation; sessions, factors and links are the system's alone.
grant select on staff_users, staff_sessions, staff_accounts, staff_verifications, staff_passkeys, staff_two_factors,
  staff_backup_codes, used_totp_codes, known_devices, members, platform_administrators, invitations, role_changes,
  one_time_links to asante_app;
--> statement-breakpoint
grant insert on staff_users, staff_sessions, staff_accounts, staff_verifications, staff_passkeys, staff_two_factors,
  staff_backup_codes, used_totp_codes, known_devices, members, invitations, role_changes, one_time_links to asante_app;
--> statement-breakpoint
grant delete on staff_sessions, staff_verifications, staff_passkeys, staff_two_factors, staff_backup_codes,
  used_totp_codes, known_devices to asante_app;
--> statement-breakpoint
grant update (name, email, email_verified, updated_at) on staff_users to asante_app;
--> statement-breakpoint
grant update (token, updated_at, activated_at, seen_at, second_factor_at) on staff_sessions to asante_app;
--> statement-breakpoint
grant update (password, updated_at) on staff_accounts to asante_app;
--> statement-breakpoint
grant update (name, counter, activated_at, last_used_at) on staff_passkeys to asante_app;
--> statement-breakpoint
grant update (secret, pending_secret, verified_at) on staff_two_factors to asante_app;
--> statement-breakpoint
grant update (seen_at) on known_devices to asante_app;
--> statement-breakpoint
grant update (role, status, removed_at) on members to asante_app;
--> statement-breakpoint
grant update (role, status, invited_by, approved_by, token_hash, expires_at, accepted_at, revoked_at) on invitations
  to asante_app;
--> statement-breakpoint
grant update (status, approved_by, decided_at) on role_changes to asante_app;
--> statement-breakpoint
grant update (used_at, voided_at) on one_time_links to asante_app;
--> statement-breakpoint
alter table members enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on members to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_rows_for_staff on members to asante_staff
  using (organisation_id = (select current_organisation()));
--> statement-breakpoint
alter table staff_users enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on staff_users to asante_app using (true) with check (true);
--> statement-breakpoint
create policy colleagues_for_staff on staff_users to asante_staff
  using (exists (select from members m where m.user_id = id));
--> statement-breakpoint
alter table invitations enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on invitations to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_rows_for_staff on invitations to asante_staff
  using (organisation_id = (select current_organisation()));
--> statement-breakpoint
alter table role_changes enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on role_changes to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_rows_for_staff on role_changes to asante_staff
  using (organisation_id = (select current_organisation()));
--> statement-breakpoint
grant select on members, role_changes to asante_staff;
--> statement-breakpoint
grant select (id, organisation_id, email, role, status, invited_by, approved_by, expires_at, created_at) on invitations
  to asante_staff;
--> statement-breakpoint
grant select (id, name, email) on staff_users to asante_staff;--> statement-breakpoint

-- Payout accounts: numbers that guards had before are written by the trigger only, whichever statement changes a phone.
alter table guard_former_phones enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on guard_former_phones to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_rows_for_staff on guard_former_phones to asante_staff
  using (organisation_id = (select current_organisation()));
--> statement-breakpoint
grant select on guard_former_phones to asante_app, asante_staff;
--> statement-breakpoint
create function keep_former_phone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into guard_former_phones (organisation_id, guard_id, phone, replaced_at)
    values (old.organisation_id, old.id, old.phone, now());
  return null;
end $$;
--> statement-breakpoint
revoke all on function keep_former_phone() from public;
--> statement-breakpoint
create trigger former_phones_are_kept after update of phone on guards for each row
  when (old.phone is not null and old.phone is distinct from new.phone) execute function keep_former_phone();
--> statement-breakpoint

-- organisations: Asante's own people take in a tenant with its first policy.
grant insert on organisations, organisation_policies to asante_app;
--> statement-breakpoint

-- print_jobs, alerts: staff try a failed print again and report a sticker that is not ours; alerts that come back are
-- raised again under their row.
grant update (status, done, attempts, claimed_until, failure, finished_at) on print_jobs to asante_staff;
--> statement-breakpoint
grant insert on alerts to asante_staff;
--> statement-breakpoint
grant update (detail, raised_at) on alerts to asante_app;
