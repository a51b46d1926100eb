CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"detail" text NOT NULL,
	"raised_at" timestamp (6) with time zone NOT NULL,
	"resolved_at" timestamp (6) with time zone,
	CONSTRAINT "alerts_once_per_kind_and_subject" UNIQUE("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organisation_id" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" text PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"body" jsonb NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL,
	"replayed_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organisation_id" text NOT NULL,
	"event" text NOT NULL,
	"subject" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fee_schedules" (
	"rail" text NOT NULL,
	"country" char(2) NOT NULL,
	"channel" text NOT NULL,
	"version" integer NOT NULL,
	"in_force_from" timestamp (6) with time zone NOT NULL,
	"percent_bps" integer NOT NULL,
	"flat_minor" bigint NOT NULL,
	"flat_from_minor" bigint NOT NULL,
	"cap_minor" bigint,
	"vat_bps" integer DEFAULT 0 NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "fee_schedules_pk" PRIMARY KEY("rail","country","channel","version"),
	CONSTRAINT "fee_schedules_not_negative" CHECK ("fee_schedules"."percent_bps" between 0 and 10000 and "fee_schedules"."flat_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_account_kinds" (
	"kind" text PRIMARY KEY NOT NULL,
	"class" text NOT NULL,
	"never_negative" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"organisation_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"never_negative" boolean NOT NULL,
	"debits_posted" bigint DEFAULT 0 NOT NULL,
	"credits_posted" bigint DEFAULT 0 NOT NULL,
	"entries_posted" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_accounts_pk" PRIMARY KEY("organisation_id","currency","code"),
	CONSTRAINT "ledger_accounts_not_overdrawn" CHECK (not "ledger_accounts"."never_negative" or "ledger_accounts"."debits_posted" <= "ledger_accounts"."credits_posted"),
	CONSTRAINT "ledger_accounts_totals_not_negative" CHECK ("ledger_accounts"."debits_posted" >= 0 and "ledger_accounts"."credits_posted" >= 0),
	CONSTRAINT "ledger_accounts_code_starts_with_kind" CHECK (split_part("ledger_accounts"."code", ':', 1) = "ledger_accounts"."kind")
);
--> statement-breakpoint
CREATE TABLE "ledger_transfers" (
	"id" text PRIMARY KEY NOT NULL,
	"group_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"debit_account" text NOT NULL,
	"credit_account" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"kind" text NOT NULL,
	"reference" text NOT NULL,
	"corrects" text,
	"debit_entry" bigint NOT NULL,
	"credit_entry" bigint NOT NULL,
	"event_at" timestamp (6) with time zone NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_transfers_amount_positive" CHECK ("ledger_transfers"."amount_minor" > 0),
	CONSTRAINT "ledger_transfers_between_two_accounts" CHECK ("ledger_transfers"."debit_account" <> "ledger_transfers"."credit_account")
);
--> statement-breakpoint
CREATE TABLE "guards" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"site_id" text NOT NULL,
	"status" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"display_name" text NOT NULL,
	"badge_number" text,
	"employee_id" text NOT NULL,
	"photo_key" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guards_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "guards_employee_id_within_organisation" UNIQUE("organisation_id","employee_id")
);
--> statement-breakpoint
CREATE TABLE "organisation_policies" (
	"organisation_id" text NOT NULL,
	"version" integer NOT NULL,
	"in_force_from" timestamp (6) with time zone NOT NULL,
	"presets_minor" bigint[] NOT NULL,
	"minimum_minor" bigint NOT NULL,
	"maximum_minor" bigint NOT NULL,
	"platform_fee_bps" integer NOT NULL,
	"rail_fee_bearer" text NOT NULL,
	"patron_may_cover_fee" boolean NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisation_policies_pk" PRIMARY KEY("organisation_id","version"),
	CONSTRAINT "policies_bounds_are_ordered" CHECK (0 < "organisation_policies"."minimum_minor" and "organisation_policies"."minimum_minor" <= "organisation_policies"."maximum_minor"),
	CONSTRAINT "policies_platform_fee_below_whole" CHECK ("organisation_policies"."platform_fee_bps" between 0 and 5000)
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text DEFAULT 'tenant' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"country" char(2) NOT NULL,
	"currency" char(3) NOT NULL,
	"time_zone" text NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_slug_is_unique" UNIQUE("slug"),
	CONSTRAINT "organisations_currency_is_iso" CHECK ("organisations"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sites_id_within_organisation" UNIQUE("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "payment_attempts" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payment_attempts_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"payment_reference" text NOT NULL,
	"call" text NOT NULL,
	"outcome" text NOT NULL,
	"http_status" integer,
	"took_ms" integer NOT NULL,
	"at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"reference" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"tip_id" text NOT NULL,
	"rail" text NOT NULL,
	"environment" text NOT NULL,
	"currency" char(3) NOT NULL,
	"requested_minor" bigint,
	"checkout_url" text,
	"rail_transaction_id" text,
	"charged_minor" bigint,
	"rail_fee_minor" bigint,
	"channel" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payments_one_per_tip" UNIQUE("tip_id"),
	CONSTRAINT "payments_rail_transaction_once" UNIQUE("rail","environment","rail_transaction_id")
);
--> statement-breakpoint
CREATE TABLE "rail_events" (
	"id" text PRIMARY KEY NOT NULL,
	"rail" text NOT NULL,
	"event" text NOT NULL,
	"object_id" text NOT NULL,
	"reference" text,
	"body_sha256" text NOT NULL,
	"body" text NOT NULL,
	"status" text DEFAULT 'received' NOT NULL,
	"note" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_check_at" timestamp (6) with time zone,
	"received_at" timestamp (6) with time zone NOT NULL,
	"settled_at" timestamp (6) with time zone,
	CONSTRAINT "rail_events_recorded_once" UNIQUE("rail","event","object_id","body_sha256"),
	CONSTRAINT "rail_events_final_is_not_checked" CHECK ("rail_events"."status" in ('received', 'stuck') or "rail_events"."next_check_at" is null)
);
--> statement-breakpoint
CREATE TABLE "reconciliation_items" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"rail" text NOT NULL,
	"reason" text NOT NULL,
	"reference" text NOT NULL,
	"rail_transaction_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"expected_minor" bigint,
	"owner" text DEFAULT 'finance' NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"due_at" timestamp (6) with time zone NOT NULL,
	"resolved_at" timestamp (6) with time zone,
	CONSTRAINT "reconciliation_items_amount_positive" CHECK ("reconciliation_items"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "pressure_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"code_id" text NOT NULL,
	"kind" text NOT NULL,
	"details" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pressure_reports_details_are_short" CHECK (char_length("pressure_reports"."details") <= 500)
);
--> statement-breakpoint
CREATE TABLE "qr_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"guard_id" text NOT NULL,
	"token" text NOT NULL,
	"serial" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"snapshot_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "qr_codes_token_is_unique" UNIQUE("token"),
	CONSTRAINT "qr_codes_serial_is_unique" UNIQUE("serial"),
	CONSTRAINT "qr_codes_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "qr_codes_version_within_guard" UNIQUE("guard_id","version"),
	CONSTRAINT "qr_codes_revoked_has_a_time" CHECK (("qr_codes"."status" = 'revoked') = ("qr_codes"."revoked_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"tip_id" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "tip_history" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tip_history_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tip_id" text NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tips" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"guard_id" text NOT NULL,
	"code_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"charge_minor" bigint,
	"covers_fee" boolean NOT NULL,
	"policy_version" integer NOT NULL,
	"platform_fee_minor" bigint NOT NULL,
	"rail_fee_bearer" text NOT NULL,
	"message" text,
	"status" text NOT NULL,
	"receipt_code" text NOT NULL,
	"receipt_token" text NOT NULL,
	"next_check_at" timestamp (6) with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"paid_at" timestamp (6) with time zone,
	"credited_at" timestamp (6) with time zone,
	CONSTRAINT "tips_receipt_code_is_unique" UNIQUE("receipt_code"),
	CONSTRAINT "tips_receipt_token_is_unique" UNIQUE("receipt_token"),
	CONSTRAINT "tips_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "tips_amount_positive" CHECK ("tips"."amount_minor" > 0),
	CONSTRAINT "tips_charge_covers_amount" CHECK ("tips"."charge_minor" >= "tips"."amount_minor"),
	CONSTRAINT "tips_message_is_short" CHECK (char_length("tips"."message") <= 140),
	CONSTRAINT "tips_credited_when_succeeded" CHECK ("tips"."status" <> 'succeeded' or "tips"."credited_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_kind_ledger_account_kinds_kind_fk" FOREIGN KEY ("kind") REFERENCES "public"."ledger_account_kinds"("kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_corrects_ledger_transfers_id_fk" FOREIGN KEY ("corrects") REFERENCES "public"."ledger_transfers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_debit_account_in_same_books" FOREIGN KEY ("organisation_id","currency","debit_account") REFERENCES "public"."ledger_accounts"("organisation_id","currency","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_credit_account_in_same_books" FOREIGN KEY ("organisation_id","currency","credit_account") REFERENCES "public"."ledger_accounts"("organisation_id","currency","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guards" ADD CONSTRAINT "guards_site_in_same_organisation" FOREIGN KEY ("organisation_id","site_id") REFERENCES "public"."sites"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD CONSTRAINT "organisation_policies_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_payment_reference_payments_reference_fk" FOREIGN KEY ("payment_reference") REFERENCES "public"."payments"("reference") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_tip_in_same_organisation" FOREIGN KEY ("organisation_id","tip_id") REFERENCES "public"."tips"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_items" ADD CONSTRAINT "reconciliation_items_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pressure_reports" ADD CONSTRAINT "pressure_reports_code_in_same_organisation" FOREIGN KEY ("organisation_id","code_id") REFERENCES "public"."qr_codes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qr_codes" ADD CONSTRAINT "qr_codes_guard_in_same_organisation" FOREIGN KEY ("organisation_id","guard_id") REFERENCES "public"."guards"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tip_id_tips_id_fk" FOREIGN KEY ("tip_id") REFERENCES "public"."tips"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tip_history" ADD CONSTRAINT "tip_history_tip_id_tips_id_fk" FOREIGN KEY ("tip_id") REFERENCES "public"."tips"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tips" ADD CONSTRAINT "tips_guard_in_same_organisation" FOREIGN KEY ("organisation_id","guard_id") REFERENCES "public"."guards"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tips" ADD CONSTRAINT "tips_code_in_same_organisation" FOREIGN KEY ("organisation_id","code_id") REFERENCES "public"."qr_codes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("organisation_id","subject");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_attempt_at") WHERE "outbox"."next_attempt_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transfers_debit_entry_once" ON "ledger_transfers" USING btree ("organisation_id","currency","debit_account","debit_entry");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transfers_credit_entry_once" ON "ledger_transfers" USING btree ("organisation_id","currency","credit_account","credit_entry");--> statement-breakpoint
CREATE INDEX "ledger_transfers_by_reference" ON "ledger_transfers" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "payment_attempts_by_payment" ON "payment_attempts" USING btree ("payment_reference");--> statement-breakpoint
CREATE INDEX "rail_events_due" ON "rail_events" USING btree ("next_check_at") WHERE "rail_events"."next_check_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "qr_codes_one_active_per_guard" ON "qr_codes" USING btree ("guard_id") WHERE "qr_codes"."status" = 'active';--> statement-breakpoint
CREATE INDEX "qr_codes_by_snapshot" ON "qr_codes" USING btree ("snapshot_at" NULLS FIRST) WHERE "qr_codes"."status" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "tip_history_once_per_status_and_cause" ON "tip_history" USING btree ("tip_id","status","cause");--> statement-breakpoint
CREATE INDEX "tips_by_guard" ON "tips" USING btree ("guard_id","created_at");--> statement-breakpoint
CREATE INDEX "tips_due_for_check" ON "tips" USING btree ("next_check_at") WHERE "tips"."next_check_at" is not null;