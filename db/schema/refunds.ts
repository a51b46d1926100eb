import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, minor } from "../columns.ts";
import { tips } from "./tips.ts";

export const REFUND_STATUSES = [
  "requested",
  "approved",
  "sending",
  "unknown",
  "pending",
  "processing",
  "needs_attention",
  "processed",
  "failed",
  "rejected",
] as const;

/**
 * Money on its way back to a patron. Reserved in the ledger from its first row to its end; the four parts say who gave it,
 * and go back to them when it fails. `requested` waits for a checker.
 */
export const refunds = pgTable(
  "refunds",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    tipId: text("tip_id").notNull(),
    rail: text("rail").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
    /** What the guard gave: never more than the tip left with them, unpaid. */
    guardMinor: minor("guard_minor").notNull(),
    /** What the organisation gave of the rail's fee, where its policy says so. */
    railFeeMinor: minor("rail_fee_minor").notNull(),
    reserveMinor: minor("reserve_minor").notNull(),
    /** What the reserve could not give, and the organisation lost. */
    lossMinor: minor("loss_minor").notNull(),
    cause: text("cause", { enum: ["patron", "staff", "duplicate"] }).notNull(),
    /** Why, in the words of who asked; null when the patron did. */
    reason: text("reason"),
    status: text("status", { enum: REFUND_STATUSES }).notNull(),
    needsApproval: boolean("needs_approval").notNull(),
    /** A person of the staff; null when it was the patron. */
    requestedBy: text("requested_by"),
    approvedBy: text("approved_by"),
    approvedAt: instant("approved_at"),
    /** The rail's own number of it. */
    railRefundId: text("rail_refund_id"),
    /** How often the rail was asked to make it; more than once only after it was seen not to be there. */
    calls: integer("calls").notNull().default(0),
    lastCallAt: instant("last_call_at"),
    /** A refusal that counts only once no earlier call is seen to have made it. */
    refusal: text("refusal"),
    /** Why it failed or was rejected. */
    failure: text("failure"),
    /** Who holds it until then is at the rail with it. */
    claimedUntil: instant("claimed_until"),
    /** When the sweeper takes it next: to send it, or to ask what became of it. */
    nextCheckAt: instant("next_check_at"),
    checks: integer("checks").notNull().default(0),
    /** How many states it has had: the number of the last row of its history, and what a writer's answer is checked against. */
    moves: integer("moves").notNull().default(1),
    createdAt: createdAt(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    foreignKey({
      name: "refunds_tip_in_same_organisation",
      columns: [t.organisationId, t.tipId],
      foreignColumns: [tips.organisationId, tips.id],
    }),
    unique("refunds_id_within_organisation").on(t.organisationId, t.id),
    unique("refunds_rail_refund_once").on(t.rail, t.railRefundId),
    index("refunds_by_tip").on(t.tipId),
    index("refunds_by_status").on(t.organisationId, t.status, t.createdAt),
    index("refunds_due").on(t.nextCheckAt).where(sql`${t.nextCheckAt} is not null`),
    check("refunds_amount_positive", sql`${t.amountMinor} > 0`),
    check(
      "refunds_parts_add_up",
      sql`least(${t.guardMinor}, ${t.railFeeMinor}, ${t.reserveMinor}, ${t.lossMinor}) >= 0 and ${t.amountMinor} = ${t.guardMinor} + ${t.railFeeMinor} + ${t.reserveMinor} + ${t.lossMinor}`,
    ),
    check("refunds_maker_is_not_checker", sql`${t.approvedBy} <> ${t.requestedBy}`),
    check(
      "refunds_staff_have_a_name_and_a_reason",
      sql`${t.cause} = 'patron' or num_nulls(${t.requestedBy}, ${t.reason}) = 0`,
    ),
    check(
      "refunds_sent_only_after_approval",
      sql`not ${t.needsApproval} or ${t.approvedBy} is not null or ${t.status} in ('requested', 'rejected')`,
    ),
    check("refunds_sending_is_claimed", sql`(${t.status} = 'sending') = (${t.claimedUntil} is not null)`),
    check(
      "refunds_ended_has_a_time",
      sql`(${t.status} in ('processed', 'failed', 'rejected')) = (${t.endedAt} is not null)`,
    ),
    check(
      "refunds_undecided_is_checked",
      sql`(${t.status} in ('requested', 'processed', 'failed', 'rejected')) = (${t.nextCheckAt} is null)`,
    ),
  ],
);

/** Every status a refund has had, in order, and what moved it there. Append-only. */
export const refundHistory = pgTable(
  "refund_history",
  {
    organisationId: text("organisation_id").notNull(),
    refundId: text("refund_id").notNull(),
    number: integer("number").notNull(),
    status: text("status", { enum: REFUND_STATUSES }).notNull(),
    cause: text("cause").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "refund_history_once_per_move", columns: [t.refundId, t.number] }),
    foreignKey({
      name: "refund_history_refund_in_same_organisation",
      columns: [t.organisationId, t.refundId],
      foreignColumns: [refunds.organisationId, refunds.id],
    }),
  ],
);

/** How often a receipt was opened: a number and two times, nothing of who did. */
export const receiptViews = pgTable(
  "receipt_views",
  {
    tipId: text("tip_id").primaryKey(),
    organisationId: text("organisation_id").notNull(),
    views: bigint("views", { mode: "number" }).notNull(),
    firstAt: instant("first_at").notNull(),
    lastAt: instant("last_at").notNull(),
  },
  (t) => [
    foreignKey({
      name: "receipt_views_tip_in_same_organisation",
      columns: [t.organisationId, t.tipId],
      foreignColumns: [tips.organisationId, tips.id],
    }),
  ],
);
