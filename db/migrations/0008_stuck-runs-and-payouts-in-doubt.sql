CREATE TABLE "payout_findings" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"payout_id" text NOT NULL,
	"reference" text NOT NULL,
	"finding" text NOT NULL,
	"note" text NOT NULL,
	"status" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (6) with time zone,
	CONSTRAINT "payout_findings_confirmed_by_another" CHECK ("payout_findings"."status" <> 'confirmed' or ("payout_findings"."decided_by" is not null and "payout_findings"."decided_by" <> "payout_findings"."recorded_by")),
	CONSTRAINT "payout_findings_decided_has_a_time" CHECK (("payout_findings"."status" = 'open') = ("payout_findings"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "settlement_runs" ADD COLUMN "next_step_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "payout_findings" ADD CONSTRAINT "payout_findings_reference_payout_attempts_reference_fk" FOREIGN KEY ("reference") REFERENCES "public"."payout_attempts"("reference") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_findings" ADD CONSTRAINT "payout_findings_payout_in_same_organisation" FOREIGN KEY ("organisation_id","payout_id") REFERENCES "public"."payouts"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_findings_one_open_per_payout" ON "payout_findings" USING btree ("payout_id") WHERE "payout_findings"."status" = 'open';--> statement-breakpoint
CREATE INDEX "payout_findings_by_payout" ON "payout_findings" USING btree ("payout_id","recorded_at");--> statement-breakpoint
CREATE INDEX "payout_findings_confirmed" ON "payout_findings" USING btree ("reference") WHERE "payout_findings"."status" = 'confirmed';--> statement-breakpoint
CREATE INDEX "payout_attempts_due_by_status" ON "payout_attempts" USING btree ("status","next_check_at") WHERE "payout_attempts"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "payouts_to_retry" ON "payouts" USING btree ("rail","currency","created_at","id") WHERE "payouts"."status" = 'created' and "payouts"."attempts" > 0;--> statement-breakpoint
-- Who may write what: the system for the staff, who read. What was found is never changed; whether it counts is decided once.
alter table payout_findings enable row level security;
--> statement-breakpoint
create policy everything_for_the_system on payout_findings to asante_app using (true) with check (true);
--> statement-breakpoint
create policy own_rows_for_staff on payout_findings to asante_staff
  using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
--> statement-breakpoint
grant select on payout_findings to asante_app, asante_staff;
--> statement-breakpoint
grant insert on payout_findings to asante_app;
--> statement-breakpoint
grant update (status, decided_by, decided_at) on payout_findings to asante_app;
--> statement-breakpoint
grant update (next_step_at) on settlement_runs to asante_app;
