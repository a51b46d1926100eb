import { sql } from "drizzle-orm";
import { char, check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, instant, minor } from "../columns.ts";
import { tips } from "./tips.ts";

export const DISPUTE_STATUSES = ["open", "answering", "answered", "won", "lost"] as const;

/**
 * A patron's bank asks for a payment back. `open` waits for our answer until `dueAt`, after which the rail gives in by
 * itself; `answering` is at the rail with ours. Nothing is booked but a loss.
 */
export const disputes = pgTable(
  "disputes",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    tipId: text("tip_id").notNull(),
    rail: text("rail").notNull(),
    environment: text("environment", { enum: ["test", "live"] }).notNull(),
    railDisputeId: text("rail_dispute_id").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    /** What is asked back and, once it is lost, what was given. */
    amountMinor: minor("amount_minor").notNull(),
    /** What of a loss the reserve gave, and what it could not. */
    reserveMinor: minor("reserve_minor").notNull().default(sql`0`),
    lossMinor: minor("loss_minor").notNull().default(sql`0`),
    /** The rail's word for it: `chargeback`, `fraud`. */
    category: text("category"),
    status: text("status", { enum: DISPUTE_STATUSES }).notNull(),
    /** How the rail says it ended. */
    resolution: text("resolution"),
    dueAt: instant("due_at"),
    answer: text("answer", { enum: ["accept", "defend"] }),
    message: text("message"),
    answeredBy: text("answered_by"),
    evidenceKey: text("evidence_key"),
    evidenceSha256: char("evidence_sha256", { length: 64 }),
    reminders: integer("reminders").notNull().default(0),
    nextCheckAt: instant("next_check_at"),
    checks: integer("checks").notNull().default(0),
    moves: integer("moves").notNull().default(1),
    openedAt: instant("opened_at").notNull(),
    createdAt: createdAt(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    foreignKey({
      name: "disputes_tip_in_same_organisation",
      columns: [t.organisationId, t.tipId],
      foreignColumns: [tips.organisationId, tips.id],
    }),
    unique("disputes_id_within_organisation").on(t.organisationId, t.id),
    unique("disputes_rail_dispute_once").on(t.rail, t.environment, t.railDisputeId),
    index("disputes_by_tip").on(t.tipId),
    index("disputes_by_status").on(t.organisationId, t.status, t.createdAt),
    index("disputes_due").on(t.nextCheckAt).where(sql`${t.nextCheckAt} is not null`),
    check("disputes_amount_positive", sql`${t.amountMinor} > 0`),
    check(
      "disputes_loss_adds_up",
      sql`least(${t.reserveMinor}, ${t.lossMinor}) >= 0 and ${t.reserveMinor} + ${t.lossMinor} = case ${t.status} when 'lost' then ${t.amountMinor} else 0 end`,
    ),
    check("disputes_ended_has_a_time", sql`(${t.status} in ('won', 'lost')) = (${t.endedAt} is not null)`),
    check("disputes_undecided_is_checked", sql`(${t.status} in ('won', 'lost')) = (${t.nextCheckAt} is null)`),
    check(
      "disputes_answer_has_a_maker",
      sql`${t.status} <> 'answering' or num_nulls(${t.answer}, ${t.answeredBy}) = 0`,
    ),
    check(
      "disputes_defence_has_evidence",
      sql`${t.answer} <> 'defend' or num_nulls(${t.evidenceKey}, ${t.evidenceSha256}) = 0`,
    ),
  ],
);

/** Every status a dispute has had, in order, and what moved it there. Append-only. */
export const disputeHistory = pgTable(
  "dispute_history",
  {
    organisationId: text("organisation_id").notNull(),
    disputeId: text("dispute_id").notNull(),
    number: integer("number").notNull(),
    status: text("status", { enum: DISPUTE_STATUSES }).notNull(),
    cause: text("cause").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "dispute_history_once_per_move", columns: [t.disputeId, t.number] }),
    foreignKey({
      name: "dispute_history_dispute_in_same_organisation",
      columns: [t.organisationId, t.disputeId],
      foreignColumns: [disputes.organisationId, disputes.id],
    }),
  ],
);
