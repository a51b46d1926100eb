CREATE TABLE "payout_file_lines" (
	"organisation_id" text NOT NULL,
	"file_id" text NOT NULL,
	"line" integer NOT NULL,
	"payout_id" text NOT NULL,
	"reference" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"result" text,
	"bank_reference" text,
	"reason" text,
	"result_at" timestamp (6) with time zone,
	"released_at" timestamp (6) with time zone,
	CONSTRAINT "payout_file_lines_pk" PRIMARY KEY("file_id","line"),
	CONSTRAINT "payout_file_lines_one_per_reference" UNIQUE("reference"),
	CONSTRAINT "payout_file_lines_amount_positive" CHECK ("payout_file_lines"."amount_minor" > 0),
	CONSTRAINT "payout_file_lines_result_has_a_time" CHECK (("payout_file_lines"."result" is null) = ("payout_file_lines"."result_at" is null))
);
--> statement-breakpoint
CREATE TABLE "payout_files" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"lines" integer NOT NULL,
	"total_minor" bigint NOT NULL,
	"moves" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"file_key" text NOT NULL,
	"sha256" text,
	"void_asked_by" text,
	"void_asked_at" timestamp (6) with time zone,
	"void_reason" text,
	"voided_by" text,
	"ended_at" timestamp (6) with time zone,
	"deleted_at" timestamp (6) with time zone,
	CONSTRAINT "payout_files_id_within_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "payout_files_has_lines" CHECK ("payout_files"."lines" > 0 and "payout_files"."total_minor" > 0),
	CONSTRAINT "payout_files_ended_has_a_time" CHECK (("payout_files"."status" = 'exported') = ("payout_files"."ended_at" is null)),
	CONSTRAINT "payout_files_voided_by_two_people" CHECK ("payout_files"."voided_by" <> "payout_files"."void_asked_by"),
	CONSTRAINT "payout_files_voided_only_when_asked" CHECK (("payout_files"."status" = 'voided') = ("payout_files"."voided_by" is not null) and ("payout_files"."voided_by" is null or "payout_files"."void_asked_by" is not null)),
	CONSTRAINT "payout_files_void_is_asked_with_a_reason" CHECK (("payout_files"."void_asked_by" is null) = ("payout_files"."void_reason" is null) and ("payout_files"."void_asked_by" is null) = ("payout_files"."void_asked_at" is null)),
	CONSTRAINT "payout_files_deleted_only_after_its_end" CHECK ("payout_files"."deleted_at" is null or "payout_files"."status" <> 'exported')
);
--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD COLUMN "via" text DEFAULT 'rail' NOT NULL;--> statement-breakpoint
ALTER TABLE "payout_file_lines" ADD CONSTRAINT "payout_file_lines_reference_payout_attempts_reference_fk" FOREIGN KEY ("reference") REFERENCES "public"."payout_attempts"("reference") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_file_lines" ADD CONSTRAINT "payout_file_lines_file_in_same_organisation" FOREIGN KEY ("organisation_id","file_id") REFERENCES "public"."payout_files"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_file_lines" ADD CONSTRAINT "payout_file_lines_payout_in_same_organisation" FOREIGN KEY ("organisation_id","payout_id") REFERENCES "public"."payouts"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_files" ADD CONSTRAINT "payout_files_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_file_lines_one_live_per_payout" ON "payout_file_lines" USING btree ("payout_id") WHERE "payout_file_lines"."released_at" is null;--> statement-breakpoint
CREATE INDEX "payout_files_by_organisation" ON "payout_files" USING btree ("organisation_id","created_at","id");--> statement-breakpoint
CREATE INDEX "payout_files_to_delete" ON "payout_files" USING btree ("ended_at") WHERE "payout_files"."status" <> 'exported' and "payout_files"."deleted_at" is null;--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD CONSTRAINT "payout_attempts_exported_is_in_a_file" CHECK ("payout_attempts"."status" <> 'exported' or "payout_attempts"."via" = 'file');--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD CONSTRAINT "payout_attempts_file_is_asked_of_nobody" CHECK ("payout_attempts"."via" = 'rail' or "payout_attempts"."next_check_at" is null);--> statement-breakpoint
-- Who may write what. What a line is about never changes; what became of it is written once the bank has said so.
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['payout_files', 'payout_file_lines'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('create policy everything_for_the_system on %I to asante_app using (true) with check (true)', tenant_table);
    execute format(
      'create policy own_rows_for_staff on %I to asante_staff using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))',
      tenant_table);
  end loop;
end $$;
--> statement-breakpoint
grant select on payout_files, payout_file_lines to asante_app, asante_staff;
--> statement-breakpoint
grant insert on payout_files, payout_file_lines to asante_app;
--> statement-breakpoint
grant update (status, moves, sha256, void_asked_by, void_asked_at, void_reason, voided_by, ended_at, deleted_at)
  on payout_files to asante_app;
--> statement-breakpoint
grant update (result, bank_reference, reason, result_at, released_at) on payout_file_lines to asante_app;
