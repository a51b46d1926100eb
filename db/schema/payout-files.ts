import { sql } from "drizzle-orm";
import {
  char,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { id, instant, minor } from "../columns.ts";
import { organisations } from "./organisations.ts";
import { payoutAttempts, payouts } from "./payouts.ts";

export const PAYOUT_FILE_STATUSES = ["exported", "closed", "voided"] as const;
export const LINE_RESULTS = ["paid", "failed", "returned"] as const;

/**
 * A file of payouts that a bank carries out, the way around a rail that is down. `exported` until each line has its result
 * (`closed`) or two people gave up what has none (`voided`). The file itself lies in object storage, since it holds full
 * account numbers, and is deleted there when this ends.
 */
export const payoutFiles = pgTable(
  "payout_files",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    currency: char("currency", { length: 3 }).notNull(),
    kind: text("kind", { enum: ["bank", "mobile_money"] }).notNull(),
    status: text("status", { enum: PAYOUT_FILE_STATUSES }).notNull(),
    lines: integer("lines").notNull(),
    totalMinor: minor("total_minor").notNull(),
    /** How often results were applied, or the file given up; what was decided on an older number is decided again. */
    moves: integer("moves").notNull().default(1),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    fileKey: text("file_key").notNull(),
    /** Of the file as it was stored; null until then. */
    sha256: text("sha256"),
    voidAskedBy: text("void_asked_by"),
    voidAskedAt: instant("void_asked_at"),
    voidReason: text("void_reason"),
    voidedBy: text("voided_by"),
    endedAt: instant("ended_at"),
    /** When the file was deleted from object storage. */
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    unique("payout_files_id_within_organisation").on(t.organisationId, t.id),
    index("payout_files_by_organisation").on(t.organisationId, t.createdAt, t.id),
    index("payout_files_to_delete").on(t.endedAt).where(sql`${t.status} <> 'exported' and ${t.deletedAt} is null`),
    check("payout_files_has_lines", sql`${t.lines} > 0 and ${t.totalMinor} > 0`),
    check("payout_files_ended_has_a_time", sql`(${t.status} = 'exported') = (${t.endedAt} is null)`),
    check("payout_files_voided_by_two_people", sql`${t.voidedBy} <> ${t.voidAskedBy}`),
    check(
      "payout_files_voided_only_when_asked",
      sql`(${t.status} = 'voided') = (${t.voidedBy} is not null) and (${t.voidedBy} is null or ${t.voidAskedBy} is not null)`,
    ),
    check(
      "payout_files_void_is_asked_with_a_reason",
      sql`(${t.voidAskedBy} is null) = (${t.voidReason} is null) and (${t.voidAskedBy} is null) = (${t.voidAskedAt} is null)`,
    ),
    check("payout_files_deleted_only_after_its_end", sql`${t.deletedAt} is null or ${t.status} <> 'exported'`),
  ],
);

/** A payout in a file. No account facts: they stay sealed where they are. `released`: given up with the file. */
export const payoutFileLines = pgTable(
  "payout_file_lines",
  {
    organisationId: text("organisation_id").notNull(),
    fileId: text("file_id").notNull(),
    line: integer("line").notNull(),
    payoutId: text("payout_id").notNull(),
    /** The attempt that this line is; what the bank writes beside the money. */
    reference: text("reference")
      .notNull()
      .references(() => payoutAttempts.reference),
    amountMinor: minor("amount_minor").notNull(),
    result: text("result", { enum: LINE_RESULTS }),
    bankReference: text("bank_reference"),
    /** Why the bank did not pay, in its own words. */
    reason: text("reason"),
    resultAt: instant("result_at"),
    releasedAt: instant("released_at"),
  },
  (t) => [
    primaryKey({ name: "payout_file_lines_pk", columns: [t.fileId, t.line] }),
    foreignKey({
      name: "payout_file_lines_file_in_same_organisation",
      columns: [t.organisationId, t.fileId],
      foreignColumns: [payoutFiles.organisationId, payoutFiles.id],
    }),
    foreignKey({
      name: "payout_file_lines_payout_in_same_organisation",
      columns: [t.organisationId, t.payoutId],
      foreignColumns: [payouts.organisationId, payouts.id],
    }),
    unique("payout_file_lines_one_per_reference").on(t.reference),
    uniqueIndex("payout_file_lines_one_live_per_payout").on(t.payoutId).where(sql`${t.releasedAt} is null`),
    check("payout_file_lines_amount_positive", sql`${t.amountMinor} > 0`),
    check("payout_file_lines_result_has_a_time", sql`(${t.result} is null) = (${t.resultAt} is null)`),
  ],
);
