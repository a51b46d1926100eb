CREATE TABLE "staff_wrong_codes" (
	"user_id" text PRIMARY KEY NOT NULL,
	"began_at" timestamp (6) with time zone NOT NULL,
	"codes" integer NOT NULL,
	"told_at" timestamp (6) with time zone
);
--> statement-breakpoint
ALTER TABLE "known_devices" ADD COLUMN "factor_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD COLUMN "wrong_pins" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "staff_wrong_codes" ADD CONSTRAINT "staff_wrong_codes_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_lifter_is_a_third" CHECK ("payout_accounts"."lifted_by" not in ("payout_accounts"."requested_by", "payout_accounts"."approved_by"));--> statement-breakpoint

-- Devices known from before count fully again once a second factor is given there: which of them ever gave one is not recorded.
grant delete on known_devices to asante_app;
--> statement-breakpoint
grant update (factor_at) on known_devices to asante_app;
--> statement-breakpoint
grant select, insert, update on staff_wrong_codes to asante_app;
--> statement-breakpoint
grant update (wrong_pins) on payout_accounts to asante_staff;
