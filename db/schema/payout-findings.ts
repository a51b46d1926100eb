import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, instant } from "../columns.ts";
import { payoutAttempts, payouts } from "./payouts.ts";

/**
 * What the rail, asked by a person, said of a transfer that its machine says nothing conclusive about. One of the staff writes
 * it down, and another confirms it before it counts; then it is applied like any other answer.
 */
export const payoutFindings = pgTable(
  "payout_findings",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    payoutId: text("payout_id").notNull(),
    reference: text("reference")
      .notNull()
      .references(() => payoutAttempts.reference),
    finding: text("finding", { enum: ["paid", "not_paid"] }).notNull(),
    /** Who said so, when and how. */
    note: text("note").notNull(),
    status: text("status", { enum: ["open", "confirmed", "withdrawn"] }).notNull(),
    recordedBy: text("recorded_by").notNull(),
    recordedAt: instant("recorded_at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    foreignKey({
      name: "payout_findings_payout_in_same_organisation",
      columns: [t.organisationId, t.payoutId],
      foreignColumns: [payouts.organisationId, payouts.id],
    }),
    uniqueIndex("payout_findings_one_open_per_payout").on(t.payoutId).where(sql`${t.status} = 'open'`),
    index("payout_findings_by_payout").on(t.payoutId, t.recordedAt),
    index("payout_findings_confirmed").on(t.reference).where(sql`${t.status} = 'confirmed'`),
    check(
      "payout_findings_confirmed_by_another",
      sql`${t.status} <> 'confirmed' or (${t.decidedBy} is not null and ${t.decidedBy} <> ${t.recordedBy})`,
    ),
    check("payout_findings_decided_has_a_time", sql`(${t.status} = 'open') = (${t.decidedAt} is null)`),
  ],
);
