CREATE TABLE "dispute_history" (
	"organisation_id" text NOT NULL,
	"dispute_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "dispute_history_once_per_move" PRIMARY KEY("dispute_id","number")
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"tip_id" text NOT NULL,
	"rail" text NOT NULL,
	"environment" text NOT NULL,
	"rail_dispute_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"reserve_minor" bigint DEFAULT 0 NOT NULL,
	"loss_minor" bigint DEFAULT 0 NOT NULL,
	"category" text,
	"status" text NOT NULL,
	"resolution" text,
	"due_at" timestamp (6) with time zone,
	"answer" text,
	"message" text,
	"answered_by" text,
	"evidence_key" text,
	"evidence_sha256" char(64),
	"reminders" integer DEFAULT 0 NOT NULL,
	"next_check_at" timestamp (6) with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"moves" integer DEFAULT 1 NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (6) with time zone,
	CONSTRAINT "disputes_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "disputes_rail_dispute_once" UNIQUE("rail","environment","rail_dispute_id"),
	CONSTRAINT "disputes_amount_positive" CHECK ("disputes"."amount_minor" > 0),
	CONSTRAINT "disputes_loss_adds_up" CHECK (least("disputes"."reserve_minor", "disputes"."loss_minor") >= 0 and "disputes"."reserve_minor" + "disputes"."loss_minor" = case "disputes"."status" when 'lost' then "disputes"."amount_minor" else 0 end),
	CONSTRAINT "disputes_ended_has_a_time" CHECK (("disputes"."status" in ('won', 'lost')) = ("disputes"."ended_at" is not null)),
	CONSTRAINT "disputes_undecided_is_checked" CHECK (("disputes"."status" in ('won', 'lost')) = ("disputes"."next_check_at" is null)),
	CONSTRAINT "disputes_answer_has_a_maker" CHECK ("disputes"."status" <> 'answering' or num_nulls("disputes"."answer", "disputes"."answered_by") = 0),
	CONSTRAINT "disputes_defence_has_evidence" CHECK ("disputes"."answer" <> 'defend' or num_nulls("disputes"."evidence_key", "disputes"."evidence_sha256") = 0)
);
--> statement-breakpoint
CREATE TABLE "audit_archives" (
	"organisation_id" text NOT NULL,
	"day" date NOT NULL,
	"rows" integer NOT NULL,
	"last_chain_number" bigint NOT NULL,
	"last_hash" char(64) NOT NULL,
	"key" text NOT NULL,
	"sha256" char(64) NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_archives_once_a_day" PRIMARY KEY("organisation_id","day")
);
--> statement-breakpoint
CREATE TABLE "audit_chains" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"length" bigint NOT NULL,
	"hash" char(64) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"invited_by" text NOT NULL,
	"approved_by" text,
	"token_hash" text,
	"expires_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp (6) with time zone,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "invitations_token_is_unique" UNIQUE("token_hash"),
	CONSTRAINT "invitations_role_is_known" CHECK ("invitations"."role" in ('owner', 'admin', 'operations', 'finance', 'auditor')),
	CONSTRAINT "invitations_email_is_lower_case" CHECK ("invitations"."email" = lower("invitations"."email")),
	CONSTRAINT "invitations_checker_is_not_the_maker" CHECK ("invitations"."approved_by" <> "invitations"."invited_by"),
	CONSTRAINT "invitations_to_more_than_looking_are_approved" CHECK ("invitations"."role" = 'auditor' or "invitations"."status" not in ('sent', 'accepted') or "invitations"."approved_by" is not null),
	CONSTRAINT "invitations_sent_has_a_link" CHECK ("invitations"."status" <> 'sent' or ("invitations"."token_hash" is not null and "invitations"."expires_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "known_devices" (
	"user_id" text NOT NULL,
	"device_hash" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "known_devices_pk" PRIMARY KEY("device_hash","user_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"organisation_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (6) with time zone,
	CONSTRAINT "members_once_per_organisation" PRIMARY KEY("organisation_id","user_id"),
	CONSTRAINT "members_role_is_known" CHECK ("members"."role" in ('owner', 'admin', 'operations', 'finance', 'auditor')),
	CONSTRAINT "members_removed_has_a_time" CHECK (("members"."status" = 'removed') = ("members"."removed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "one_time_links" (
	"id" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"user_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"new_email" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone,
	"voided_at" timestamp (6) with time zone,
	CONSTRAINT "one_time_links_token_is_unique" UNIQUE("token_hash"),
	CONSTRAINT "one_time_links_email_change_names_it" CHECK (("one_time_links"."purpose" = 'email_change') = ("one_time_links"."new_email" is not null)),
	CONSTRAINT "one_time_links_used_or_voided" CHECK (num_nonnulls("one_time_links"."used_at", "one_time_links"."voided_at") < 2)
);
--> statement-breakpoint
CREATE TABLE "platform_administrators" (
	"user_id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "role_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"user_id" text NOT NULL,
	"from_role" text NOT NULL,
	"to_role" text NOT NULL,
	"status" text NOT NULL,
	"requested_by" text NOT NULL,
	"approved_by" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp (6) with time zone,
	CONSTRAINT "role_changes_role_is_known" CHECK ("role_changes"."to_role" in ('owner', 'admin', 'operations', 'finance', 'auditor')),
	CONSTRAINT "role_changes_applied_by_another" CHECK ("role_changes"."status" <> 'applied' or "role_changes"."approved_by" is not null),
	CONSTRAINT "role_changes_checker_is_neither_maker_nor_member" CHECK ("role_changes"."approved_by" <> "role_changes"."requested_by" and "role_changes"."approved_by" <> "role_changes"."user_id")
);
--> statement-breakpoint
CREATE TABLE "staff_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (6) with time zone,
	"refresh_token_expires_at" timestamp (6) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "staff_accounts_once_per_provider" UNIQUE("provider_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "staff_backup_codes" (
	"user_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_backup_codes_pk" PRIMARY KEY("user_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "staff_passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"public_key" text NOT NULL,
	"user_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"counter" integer NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"aaguid" text,
	"activated_at" timestamp (6) with time zone,
	"last_used_at" timestamp (6) with time zone,
	CONSTRAINT "staff_passkeys_credential_is_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	"activated_at" timestamp (6) with time zone,
	"seen_at" timestamp (6) with time zone,
	"second_factor_at" timestamp (6) with time zone,
	CONSTRAINT "staff_sessions_token_is_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "staff_two_factors" (
	"user_id" text PRIMARY KEY NOT NULL,
	"secret" text,
	"pending_secret" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"verified_at" timestamp (6) with time zone,
	CONSTRAINT "staff_two_factors_secret_is_proved" CHECK (("staff_two_factors"."secret" is null) = ("staff_two_factors"."verified_at" is null))
);
--> statement-breakpoint
CREATE TABLE "staff_users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "staff_users_email_is_unique" UNIQUE("email"),
	CONSTRAINT "staff_users_email_is_lower_case" CHECK ("staff_users"."email" = lower("staff_users"."email"))
);
--> statement-breakpoint
CREATE TABLE "staff_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "staff_verifications_identifier_is_unique" UNIQUE("identifier")
);
--> statement-breakpoint
CREATE TABLE "used_totp_codes" (
	"user_id" text NOT NULL,
	"time_step" bigint NOT NULL,
	"used_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "used_totp_codes_once_per_step" PRIMARY KEY("user_id","time_step")
);
--> statement-breakpoint
CREATE TABLE "guard_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"file_name" text NOT NULL,
	"file_key" text NOT NULL,
	"status" text NOT NULL,
	"rows" integer NOT NULL,
	"rows_with_errors" integer NOT NULL,
	"created" integer,
	"updated" integer,
	"requested_by" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"applied_at" timestamp (6) with time zone,
	CONSTRAINT "guard_imports_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "guard_imports_applied_has_a_time" CHECK (("guard_imports"."status" = 'applied') = ("guard_imports"."applied_at" is not null)),
	CONSTRAINT "guard_imports_applied_without_errors" CHECK ("guard_imports"."status" <> 'applied' or "guard_imports"."rows_with_errors" = 0)
);
--> statement-breakpoint
CREATE TABLE "print_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"request" jsonb NOT NULL,
	"status" text NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_until" timestamp (6) with time zone,
	"file_key" text,
	"file_name" text,
	"file_bytes" integer,
	"failure" text,
	"requested_by" text NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (6) with time zone,
	CONSTRAINT "print_jobs_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "print_jobs_done_has_a_file" CHECK ("print_jobs"."status" <> 'done' or "print_jobs"."file_key" is not null),
	CONSTRAINT "print_jobs_progress_within_total" CHECK ("print_jobs"."done" between 0 and "print_jobs"."total")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"recipient" text NOT NULL,
	"subject" text,
	"body_text" text,
	"body_html" text,
	"attachment_key" text,
	"attachment_name" text,
	"attachment_type" text,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (6) with time zone,
	"expires_at" timestamp (6) with time zone,
	"note" text,
	"provider_id" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp (6) with time zone,
	CONSTRAINT "messages_final_is_not_attempted" CHECK (("messages"."status" in ('sent', 'failed')) = ("messages"."next_attempt_at" is null)),
	CONSTRAINT "messages_body_goes_when_final" CHECK (case when "messages"."status" in ('sent', 'failed') then num_nonnulls("messages"."body_text", "messages"."body_html") = 0
        else "messages"."body_text" is not null end),
	CONSTRAINT "messages_sent_has_a_time" CHECK (("messages"."status" = 'sent') = ("messages"."sent_at" is not null)),
	CONSTRAINT "messages_email_has_a_subject" CHECK ("messages"."channel" <> 'email' or "messages"."subject" is not null),
	CONSTRAINT "messages_attachment_is_whole" CHECK (num_nonnulls("messages"."attachment_key", "messages"."attachment_name", "messages"."attachment_type") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "organisation_settings" (
	"organisation_id" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "organisation_settings_pk" PRIMARY KEY("organisation_id","key")
);
--> statement-breakpoint
CREATE TABLE "guard_former_phones" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "guard_former_phones_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organisation_id" text NOT NULL,
	"guard_id" text NOT NULL,
	"phone" text NOT NULL,
	"replaced_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guard_pins" (
	"guard_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"hash" text NOT NULL,
	"wrong_tries" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (6) with time zone,
	"set_at" timestamp (6) with time zone NOT NULL,
	"set_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"guard_id" text NOT NULL,
	"rail" text NOT NULL,
	"kind" text NOT NULL,
	"destination_code" text NOT NULL,
	"destination_name" text NOT NULL,
	"currency" char(3) NOT NULL,
	"number_sealed" text NOT NULL,
	"number_end" text NOT NULL,
	"number_fingerprints" text[] NOT NULL,
	"holder_name" text NOT NULL,
	"name_check" text NOT NULL,
	"name_match_percent" integer NOT NULL,
	"recipient_code" text,
	"status" text NOT NULL,
	"reason" text,
	"notice_phones" text[] NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (6) with time zone NOT NULL,
	"claimed_by" text,
	"claimed_until" timestamp (6) with time zone,
	"approved_by" text,
	"approved_at" timestamp (6) with time zone,
	"held_until" timestamp (6) with time zone,
	"lifted_at" timestamp (6) with time zone,
	"lifted_by" text,
	"active_at" timestamp (6) with time zone,
	"ended_by" text,
	"ended_at" timestamp (6) with time zone,
	"end_reason" text,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payout_accounts_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "payout_accounts_maker_is_not_checker" CHECK ("payout_accounts"."approved_by" <> "payout_accounts"."requested_by"),
	CONSTRAINT "payout_accounts_used_only_after_approval" CHECK ("payout_accounts"."status" not in ('held', 'active', 'replaced') or ("payout_accounts"."approved_by" is not null and "payout_accounts"."approved_at" is not null and "payout_accounts"."recipient_code" is not null)),
	CONSTRAINT "payout_accounts_held_has_a_time" CHECK ("payout_accounts"."status" <> 'held' or "payout_accounts"."held_until" is not null),
	CONSTRAINT "payout_accounts_active_has_a_time" CHECK ("payout_accounts"."status" not in ('active', 'replaced') or "payout_accounts"."active_at" is not null),
	CONSTRAINT "payout_accounts_hold_is_kept" CHECK ("payout_accounts"."active_at" is null or "payout_accounts"."held_until" is null or "payout_accounts"."active_at" >= "payout_accounts"."held_until" or ("payout_accounts"."lifted_at" is not null and "payout_accounts"."lifted_by" is not null)),
	CONSTRAINT "payout_accounts_ended_by_somebody" CHECK (("payout_accounts"."status" in ('rejected', 'cancelled')) = ("payout_accounts"."ended_by" is not null and "payout_accounts"."ended_at" is not null)),
	CONSTRAINT "payout_accounts_difference_has_a_reason" CHECK ("payout_accounts"."name_check" <> 'differs' or "payout_accounts"."reason" is not null),
	CONSTRAINT "payout_accounts_match_is_a_percentage" CHECK ("payout_accounts"."name_match_percent" between 0 and 100),
	CONSTRAINT "payout_accounts_has_a_fingerprint" CHECK (cardinality("payout_accounts"."number_fingerprints") > 0)
);
--> statement-breakpoint
CREATE TABLE "payout_attempts" (
	"reference" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"payout_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"in_doubt" boolean DEFAULT false NOT NULL,
	"calls" integer DEFAULT 1 NOT NULL,
	"outcome" text,
	"transfer_code" text,
	"fee_minor" bigint,
	"http_status" integer,
	"took_ms" integer,
	"at" timestamp (6) with time zone NOT NULL,
	"answered_at" timestamp (6) with time zone,
	"next_check_at" timestamp (6) with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "payout_attempts_number_within_payout" UNIQUE("payout_id","number"),
	CONSTRAINT "payout_attempts_undecided_is_checked" CHECK ("payout_attempts"."status" not in ('sending', 'submitted', 'unknown') or "payout_attempts"."next_check_at" is not null),
	CONSTRAINT "payout_attempts_fee_not_negative" CHECK ("payout_attempts"."fee_minor" >= 0),
	CONSTRAINT "payout_attempts_reference_is_sendable" CHECK ("payout_attempts"."reference" ~ '^[a-z0-9_-]{16,50}$'),
	CONSTRAINT "payout_attempts_reference_is_its_own" CHECK ("payout_attempts"."reference" = "payout_attempts"."payout_id" || '-' || "payout_attempts"."number")
);
--> statement-breakpoint
CREATE TABLE "payout_controls" (
	"organisation_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"is_stopped" boolean DEFAULT false NOT NULL,
	"stop_reason" text,
	"daily_cap_minor" bigint,
	"updated_by" text,
	"updated_at" timestamp (6) with time zone,
	CONSTRAINT "payout_controls_pk" PRIMARY KEY("organisation_id","currency"),
	CONSTRAINT "payout_controls_cap_is_not_negative" CHECK ("payout_controls"."daily_cap_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "payout_history" (
	"organisation_id" text NOT NULL,
	"payout_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "payout_history_once_per_move" PRIMARY KEY("payout_id","number")
);
--> statement-breakpoint
CREATE TABLE "payout_lanes" (
	"rail" text NOT NULL,
	"currency" char(3) NOT NULL,
	"next_batch_at" timestamp (6) with time zone,
	"paused_reason" text,
	"paused_at" timestamp (6) with time zone,
	"retry_at" timestamp (6) with time zone,
	CONSTRAINT "payout_lanes_pk" PRIMARY KEY("rail","currency"),
	CONSTRAINT "payout_lanes_paused_has_a_time" CHECK (("payout_lanes"."paused_reason" is null) = ("payout_lanes"."paused_at" is null))
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"guard_id" text NOT NULL,
	"run_id" text NOT NULL,
	"payout_account_id" text NOT NULL,
	"rail" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"estimated_fee_minor" bigint,
	"fee_bearer" text NOT NULL,
	"up_to_entry" bigint NOT NULL,
	"status" text NOT NULL,
	"approval_reason" text,
	"requested_by" text,
	"approved_by" text,
	"approved_at" timestamp (6) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"moves" integer DEFAULT 1 NOT NULL,
	"sent_alone" boolean DEFAULT false NOT NULL,
	"next_send_at" timestamp (6) with time zone,
	"claimed_until" timestamp (6) with time zone,
	"reason" text,
	"investigated_by" text,
	"investigated_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	"sent_at" timestamp (6) with time zone,
	"paid_at" timestamp (6) with time zone,
	"ended_at" timestamp (6) with time zone,
	CONSTRAINT "payouts_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "payouts_once_per_run_and_guard" UNIQUE("run_id","guard_id"),
	CONSTRAINT "payouts_amount_positive" CHECK ("payouts"."amount_minor" > 0),
	CONSTRAINT "payouts_maker_is_not_checker" CHECK ("payouts"."approved_by" <> "payouts"."requested_by"),
	CONSTRAINT "payouts_sent_only_after_approval" CHECK ("payouts"."approval_reason" is null or "payouts"."approved_by" is not null or "payouts"."status" in ('created', 'cancelled')),
	CONSTRAINT "payouts_sending_is_claimed" CHECK (("payouts"."status" = 'sending') = ("payouts"."claimed_until" is not null)),
	CONSTRAINT "payouts_paid_has_a_time" CHECK ("payouts"."status" not in ('paid', 'reversed') or "payouts"."ended_at" is not null),
	CONSTRAINT "payouts_waiting_has_a_time" CHECK (("payouts"."status" = 'created') = ("payouts"."next_send_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "settlement_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"business_date" date NOT NULL,
	"currency" char(3) NOT NULL,
	"cause" text NOT NULL,
	"status" text NOT NULL,
	"requested_by" text,
	"threshold_minor" bigint NOT NULL,
	"fee_bearer" text NOT NULL,
	"last_code" text DEFAULT '' NOT NULL,
	"payouts" integer DEFAULT 0 NOT NULL,
	"total_minor" bigint DEFAULT 0 NOT NULL,
	"waiting" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (6) with time zone,
	CONSTRAINT "settlement_runs_once_per_business_date" UNIQUE("organisation_id","business_date"),
	CONSTRAINT "settlement_runs_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "settlement_runs_finished_has_a_time" CHECK (("settlement_runs"."status" = 'creating') = ("settlement_runs"."finished_at" is null)),
	CONSTRAINT "settlement_runs_manual_has_a_maker" CHECK ("settlement_runs"."cause" <> 'manual' or "settlement_runs"."requested_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "transfer_fee_schedules" (
	"rail" text NOT NULL,
	"currency" char(3) NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"in_force_from" timestamp (6) with time zone NOT NULL,
	"from_minor" bigint NOT NULL,
	"up_to_minor" bigint,
	"fee_minor" bigint NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "transfer_fee_schedules_pk" PRIMARY KEY("rail","currency","kind","version","from_minor"),
	CONSTRAINT "transfer_fee_schedules_band_is_not_empty" CHECK (0 < "transfer_fee_schedules"."from_minor" and "transfer_fee_schedules"."from_minor" <= "transfer_fee_schedules"."up_to_minor"),
	CONSTRAINT "transfer_fee_schedules_fee_is_not_negative" CHECK ("transfer_fee_schedules"."fee_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "code_scans" (
	"organisation_id" text NOT NULL,
	"code_id" text NOT NULL,
	"day" date NOT NULL,
	"scans" integer NOT NULL,
	CONSTRAINT "code_scans_once_a_day" PRIMARY KEY("code_id","day"),
	CONSTRAINT "code_scans_count_up" CHECK ("code_scans"."scans" > 0)
);
--> statement-breakpoint
CREATE TABLE "receipt_views" (
	"tip_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"views" bigint NOT NULL,
	"first_at" timestamp (6) with time zone NOT NULL,
	"last_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refund_history" (
	"organisation_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "refund_history_once_per_move" PRIMARY KEY("refund_id","number")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"tip_id" text NOT NULL,
	"rail" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"guard_minor" bigint NOT NULL,
	"rail_fee_minor" bigint NOT NULL,
	"reserve_minor" bigint NOT NULL,
	"loss_minor" bigint NOT NULL,
	"cause" text NOT NULL,
	"reason" text,
	"status" text NOT NULL,
	"needs_approval" boolean NOT NULL,
	"requested_by" text,
	"approved_by" text,
	"approved_at" timestamp (6) with time zone,
	"rail_refund_id" text,
	"calls" integer DEFAULT 0 NOT NULL,
	"last_call_at" timestamp (6) with time zone,
	"refusal" text,
	"failure" text,
	"claimed_until" timestamp (6) with time zone,
	"next_check_at" timestamp (6) with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"moves" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (6) with time zone,
	CONSTRAINT "refunds_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "refunds_rail_refund_once" UNIQUE("rail","rail_refund_id"),
	CONSTRAINT "refunds_amount_positive" CHECK ("refunds"."amount_minor" > 0),
	CONSTRAINT "refunds_parts_add_up" CHECK (least("refunds"."guard_minor", "refunds"."rail_fee_minor", "refunds"."reserve_minor", "refunds"."loss_minor") >= 0 and "refunds"."amount_minor" = "refunds"."guard_minor" + "refunds"."rail_fee_minor" + "refunds"."reserve_minor" + "refunds"."loss_minor"),
	CONSTRAINT "refunds_maker_is_not_checker" CHECK ("refunds"."approved_by" <> "refunds"."requested_by"),
	CONSTRAINT "refunds_staff_have_a_name_and_a_reason" CHECK ("refunds"."cause" = 'patron' or num_nulls("refunds"."requested_by", "refunds"."reason") = 0),
	CONSTRAINT "refunds_sent_only_after_approval" CHECK (not "refunds"."needs_approval" or "refunds"."approved_by" is not null or "refunds"."status" in ('requested', 'rejected')),
	CONSTRAINT "refunds_sending_is_claimed" CHECK (("refunds"."status" = 'sending') = ("refunds"."claimed_until" is not null)),
	CONSTRAINT "refunds_ended_has_a_time" CHECK (("refunds"."status" in ('processed', 'failed', 'rejected')) = ("refunds"."ended_at" is not null)),
	CONSTRAINT "refunds_undecided_is_checked" CHECK (("refunds"."status" in ('requested', 'processed', 'failed', 'rejected')) = ("refunds"."next_check_at" is null))
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "organisation_id" text;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "chain_number" bigint;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "hash" char(64);--> statement-breakpoint
ALTER TABLE "guards" ADD COLUMN "shown_as" text DEFAULT 'name' NOT NULL;--> statement-breakpoint
ALTER TABLE "guards" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "guards" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "guards" ADD COLUMN "updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "guards" ADD COLUMN "left_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "settlement_cadence" text DEFAULT 'daily' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "settlement_weekday" smallint;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "settlement_threshold_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "transfer_fee_bearer" text DEFAULT 'organisation' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "reserve_bps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "refund_fee_bearer" text DEFAULT 'reserve' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "refund_check_above_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "brand_colour" char(7) DEFAULT '#0f766e' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "logo_key" text;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "kind" text DEFAULT 'gate' NOT NULL;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "status" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "rail_events" ADD COLUMN "concerns" text DEFAULT 'payment' NOT NULL;--> statement-breakpoint
ALTER TABLE "reconciliation_items" ADD COLUMN "is_held" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "dispute_history" ADD CONSTRAINT "dispute_history_dispute_in_same_organisation" FOREIGN KEY ("organisation_id","dispute_id") REFERENCES "public"."disputes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_tip_in_same_organisation" FOREIGN KEY ("organisation_id","tip_id") REFERENCES "public"."tips"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_archives" ADD CONSTRAINT "audit_archives_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_chains" ADD CONSTRAINT "audit_chains_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_staff_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_approved_by_staff_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_links" ADD CONSTRAINT "one_time_links_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_administrators" ADD CONSTRAINT "platform_administrators_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_changes" ADD CONSTRAINT "role_changes_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_changes" ADD CONSTRAINT "role_changes_requested_by_staff_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_changes" ADD CONSTRAINT "role_changes_approved_by_staff_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_changes" ADD CONSTRAINT "role_changes_member_in_same_organisation" FOREIGN KEY ("organisation_id","user_id") REFERENCES "public"."members"("organisation_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_accounts" ADD CONSTRAINT "staff_accounts_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_backup_codes" ADD CONSTRAINT "staff_backup_codes_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_passkeys" ADD CONSTRAINT "staff_passkeys_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_two_factors" ADD CONSTRAINT "staff_two_factors_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "used_totp_codes" ADD CONSTRAINT "used_totp_codes_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guard_imports" ADD CONSTRAINT "guard_imports_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "print_jobs" ADD CONSTRAINT "print_jobs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_settings" ADD CONSTRAINT "organisation_settings_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guard_former_phones" ADD CONSTRAINT "guard_former_phones_guard_in_same_organisation" FOREIGN KEY ("organisation_id","guard_id") REFERENCES "public"."guards"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guard_pins" ADD CONSTRAINT "guard_pins_guard_in_same_organisation" FOREIGN KEY ("organisation_id","guard_id") REFERENCES "public"."guards"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_guard_in_same_organisation" FOREIGN KEY ("organisation_id","guard_id") REFERENCES "public"."guards"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD CONSTRAINT "payout_attempts_payout_in_same_organisation" FOREIGN KEY ("organisation_id","payout_id") REFERENCES "public"."payouts"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_controls" ADD CONSTRAINT "payout_controls_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_history" ADD CONSTRAINT "payout_history_payout_in_same_organisation" FOREIGN KEY ("organisation_id","payout_id") REFERENCES "public"."payouts"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_guard_in_same_organisation" FOREIGN KEY ("organisation_id","guard_id") REFERENCES "public"."guards"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_run_in_same_organisation" FOREIGN KEY ("organisation_id","run_id") REFERENCES "public"."settlement_runs"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_account_in_same_organisation" FOREIGN KEY ("organisation_id","payout_account_id") REFERENCES "public"."payout_accounts"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_runs" ADD CONSTRAINT "settlement_runs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_scans" ADD CONSTRAINT "code_scans_code_in_same_organisation" FOREIGN KEY ("organisation_id","code_id") REFERENCES "public"."qr_codes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_views" ADD CONSTRAINT "receipt_views_tip_in_same_organisation" FOREIGN KEY ("organisation_id","tip_id") REFERENCES "public"."tips"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_history" ADD CONSTRAINT "refund_history_refund_in_same_organisation" FOREIGN KEY ("organisation_id","refund_id") REFERENCES "public"."refunds"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_tip_in_same_organisation" FOREIGN KEY ("organisation_id","tip_id") REFERENCES "public"."tips"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disputes_by_tip" ON "disputes" USING btree ("tip_id");--> statement-breakpoint
CREATE INDEX "disputes_by_status" ON "disputes" USING btree ("organisation_id","status","created_at");--> statement-breakpoint
CREATE INDEX "disputes_due" ON "disputes" USING btree ("next_check_at") WHERE "disputes"."next_check_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_one_open_per_address" ON "invitations" USING btree ("organisation_id","email") WHERE "invitations"."status" in ('requested', 'sent');--> statement-breakpoint
CREATE INDEX "invitations_by_organisation" ON "invitations" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "known_devices_by_user" ON "known_devices" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "members_by_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "one_time_links_by_user" ON "one_time_links" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "role_changes_one_open_per_member" ON "role_changes" USING btree ("organisation_id","user_id") WHERE "role_changes"."status" = 'requested';--> statement-breakpoint
CREATE INDEX "staff_accounts_by_user" ON "staff_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_passkeys_by_user" ON "staff_passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_by_user" ON "staff_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_verifications_by_expiry" ON "staff_verifications" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "print_jobs_open" ON "print_jobs" USING btree ("created_at") WHERE "print_jobs"."status" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "print_jobs_by_organisation" ON "print_jobs" USING btree ("organisation_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree ("next_attempt_at") WHERE "messages"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "messages_by_organisation" ON "messages" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "guard_former_phones_by_guard" ON "guard_former_phones" USING btree ("guard_id","replaced_at");--> statement-breakpoint
CREATE UNIQUE INDEX "payout_accounts_one_active_per_guard" ON "payout_accounts" USING btree ("guard_id") WHERE "payout_accounts"."status" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "payout_accounts_one_waiting_per_guard" ON "payout_accounts" USING btree ("guard_id") WHERE "payout_accounts"."status" in ('requested', 'held');--> statement-breakpoint
CREATE INDEX "payout_accounts_by_guard" ON "payout_accounts" USING btree ("organisation_id","guard_id","requested_at");--> statement-breakpoint
CREATE INDEX "payout_accounts_by_fingerprint" ON "payout_accounts" USING gin ("number_fingerprints");--> statement-breakpoint
CREATE INDEX "payout_accounts_open" ON "payout_accounts" USING btree ("organisation_id","requested_at","id") WHERE "payout_accounts"."status" in ('requested', 'held');--> statement-breakpoint
CREATE INDEX "payout_accounts_hold_over" ON "payout_accounts" USING btree ("held_until") WHERE "payout_accounts"."status" = 'held';--> statement-breakpoint
CREATE INDEX "payout_attempts_due_for_check" ON "payout_attempts" USING btree ("next_check_at") WHERE "payout_attempts"."next_check_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_one_live_per_guard" ON "payouts" USING btree ("guard_id") WHERE "payouts"."status" in ('created', 'sending', 'submitted', 'unknown', 'exported');--> statement-breakpoint
CREATE INDEX "payouts_by_guard" ON "payouts" USING btree ("guard_id","created_at");--> statement-breakpoint
CREATE INDEX "payouts_to_send" ON "payouts" USING btree ("rail","currency","created_at","id") WHERE "payouts"."status" = 'created';--> statement-breakpoint
CREATE INDEX "payouts_by_status" ON "payouts" USING btree ("organisation_id","status","created_at");--> statement-breakpoint
CREATE INDEX "payouts_sent_on" ON "payouts" USING btree ("currency","sent_at") WHERE "payouts"."sent_at" is not null;--> statement-breakpoint
CREATE INDEX "settlement_runs_unfinished" ON "settlement_runs" USING btree ("created_at") WHERE "settlement_runs"."status" = 'creating';--> statement-breakpoint
CREATE INDEX "code_scans_by_day" ON "code_scans" USING btree ("organisation_id","day");--> statement-breakpoint
CREATE INDEX "refunds_by_tip" ON "refunds" USING btree ("tip_id");--> statement-breakpoint
CREATE INDEX "refunds_by_status" ON "refunds" USING btree ("organisation_id","status","created_at");--> statement-breakpoint
CREATE INDEX "refunds_due" ON "refunds" USING btree ("next_check_at") WHERE "refunds"."next_check_at" is not null;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_one_row_per_place_in_the_chain" ON "audit_log" USING btree ("organisation_id","chain_number");--> statement-breakpoint
CREATE INDEX "guards_by_name" ON "guards" USING btree ("organisation_id","last_name","first_name","id");--> statement-breakpoint
CREATE INDEX "guards_by_site" ON "guards" USING btree ("organisation_id","site_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sites_one_open_per_name" ON "sites" USING btree ("organisation_id",lower("name")) WHERE "sites"."status" = 'active';--> statement-breakpoint
CREATE INDEX "tips_by_day_of_credit" ON "tips" USING btree ("organisation_id","credited_at") WHERE "tips"."credited_at" is not null;--> statement-breakpoint
ALTER TABLE "guards" ADD CONSTRAINT "guards_phone_is_e164" CHECK ("guards"."phone" ~ '^\+[1-9][0-9]{6,14}$');--> statement-breakpoint
ALTER TABLE "guards" ADD CONSTRAINT "guards_left_has_a_time" CHECK (("guards"."status" = 'left') = ("guards"."left_at" is not null));--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD CONSTRAINT "policies_weekly_cadence_has_a_day" CHECK (("organisation_policies"."settlement_cadence" = 'weekly') = ("organisation_policies"."settlement_weekday" is not null) and ("organisation_policies"."settlement_weekday" is null or "organisation_policies"."settlement_weekday" between 1 and 7));--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD CONSTRAINT "policies_threshold_is_not_negative" CHECK ("organisation_policies"."settlement_threshold_minor" >= 0);--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD CONSTRAINT "policies_reserve_within_the_fee" CHECK ("organisation_policies"."reserve_bps" between 0 and 10000);--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD CONSTRAINT "policies_refund_limit_is_not_negative" CHECK ("organisation_policies"."refund_check_above_minor" >= 0);--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_brand_colour_is_hex" CHECK ("organisations"."brand_colour" ~ '^#[0-9a-f]{6}$');