import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "../columns.ts";
import { organisations } from "./organisations.ts";

/** Long work that staff asked for and watch: prints. The row is the record; queue messages only wake its consumer. */
export const printJobs = pgTable(
  "print_jobs",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    /** What to print: the templates and the codes, in order. */
    request: jsonb("request").notNull(),
    status: text("status", { enum: ["queued", "running", "done", "failed"] }).notNull(),
    total: integer("total").notNull(),
    done: integer("done").notNull().default(0),
    attempts: integer("attempts").notNull().default(0),
    /** Who may work on it is who set this last; a worker that died is overtaken once it is past. */
    claimedUntil: instant("claimed_until"),
    fileKey: text("file_key"),
    fileName: text("file_name"),
    fileBytes: integer("file_bytes"),
    failure: text("failure"),
    requestedBy: text("requested_by").notNull(),
    createdAt: createdAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    unique("print_jobs_id_within_organisation").on(t.organisationId, t.id),
    index("print_jobs_open").on(t.createdAt).where(sql`${t.status} in ('queued', 'running')`),
    index("print_jobs_by_organisation").on(t.organisationId, t.id.desc()),
    check("print_jobs_done_has_a_file", sql`${t.status} <> 'done' or ${t.fileKey} is not null`),
    check("print_jobs_progress_within_total", sql`${t.done} between 0 and ${t.total}`),
  ],
);

/** A CSV that staff uploaded: previewed, then applied as a whole or not at all. */
export const guardImports = pgTable(
  "guard_imports",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    fileName: text("file_name").notNull(),
    fileKey: text("file_key").notNull(),
    status: text("status", { enum: ["previewed", "applied", "discarded"] }).notNull(),
    rows: integer("rows").notNull(),
    rowsWithErrors: integer("rows_with_errors").notNull(),
    created: integer("created"),
    updated: integer("updated"),
    requestedBy: text("requested_by").notNull(),
    createdAt: createdAt(),
    appliedAt: instant("applied_at"),
  },
  (t) => [
    unique("guard_imports_id_within_organisation").on(t.organisationId, t.id),
    check("guard_imports_applied_has_a_time", sql`(${t.status} = 'applied') = (${t.appliedAt} is not null)`),
    check("guard_imports_applied_without_errors", sql`${t.status} <> 'applied' or ${t.rowsWithErrors} = 0`),
  ],
);
