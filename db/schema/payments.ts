import { sql } from "drizzle-orm";
import { bigint, boolean, char, check, foreignKey, index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, instant, minor } from "../columns.ts";
import { organisations } from "./organisations.ts";
import { tips } from "./tips.ts";

/** Money in through a rail: what was asked, and what the rail says it took. `reference` is the tip's id. */
export const payments = pgTable(
  "payments",
  {
    reference: text("reference").primaryKey(),
    organisationId: text("organisation_id").notNull(),
    tipId: text("tip_id").notNull().unique("payments_one_per_tip"),
    rail: text("rail").notNull(),
    environment: text("environment", { enum: ["test", "live"] }).notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    requestedMinor: minor("requested_minor"),
    checkoutUrl: text("checkout_url"),
    railTransactionId: text("rail_transaction_id"),
    chargedMinor: minor("charged_minor"),
    railFeeMinor: minor("rail_fee_minor"),
    channel: text("channel"),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: "payments_tip_in_same_organisation",
      columns: [t.organisationId, t.tipId],
      foreignColumns: [tips.organisationId, tips.id],
    }),
    unique("payments_rail_transaction_once").on(t.rail, t.environment, t.railTransactionId),
  ],
);

/** Each call to the rail about a payment, and its answer. Append-only. */
export const paymentAttempts = pgTable(
  "payment_attempts",
  {
    sequence: bigint("sequence", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    paymentReference: text("payment_reference")
      .notNull()
      .references(() => payments.reference),
    call: text("call", { enum: ["start", "find"] }).notNull(),
    outcome: text("outcome").notNull(),
    httpStatus: integer("http_status"),
    tookMs: integer("took_ms").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("payment_attempts_by_payment").on(t.paymentReference)],
);

export const RAIL_EVENT_STATUSES = ["received", "applied", "suspended", "not_handled", "stuck"] as const;

/**
 * The inbox: every signed event a rail sent us, raw. Events have no id of their own, hence the four-part key
 * (money.md §4). It says nothing about counting a tip once: that lives on the tip's own transition.
 */
export const railEvents = pgTable(
  "rail_events",
  {
    id: id(),
    rail: text("rail").notNull(),
    event: text("event").notNull(),
    /** Which way the money goes that it speaks of, and so which noun applies it. */
    concerns: text("concerns", { enum: ["payment", "payout"] })
      .notNull()
      .default("payment"),
    objectId: text("object_id").notNull(),
    /** The payment it speaks of, in the rail's words; null when it names none. */
    reference: text("reference"),
    bodySha256: text("body_sha256").notNull(),
    body: text("body").notNull(),
    status: text("status", { enum: RAIL_EVENT_STATUSES }).notNull().default("received"),
    note: text("note"),
    attempts: integer("attempts").notNull().default(0),
    nextCheckAt: instant("next_check_at"),
    receivedAt: instant("received_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (t) => [
    unique("rail_events_recorded_once").on(t.rail, t.event, t.objectId, t.bodySha256),
    index("rail_events_due").on(t.nextCheckAt).where(sql`${t.nextCheckAt} is not null`),
    index("rail_events_about_payouts").on(t.reference).where(sql`${t.concerns} = 'payout'`),
    check("rail_events_final_is_not_checked", sql`${t.status} in ('received', 'stuck') or ${t.nextCheckAt} is null`),
  ],
);

/** Money that arrived and does not agree with our books: each has an owner and a clock. */
export const reconciliationItems = pgTable(
  "reconciliation_items",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    rail: text("rail").notNull(),
    reason: text("reason").notNull(),
    /** What the rail called it. */
    reference: text("reference").notNull(),
    railTransactionId: text("rail_transaction_id").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
    expectedMinor: minor("expected_minor"),
    /** Whether suspense holds its amount; not so for money that went out. */
    isHeld: boolean("is_held").notNull().default(true),
    owner: text("owner").notNull().default("finance"),
    openedAt: instant("opened_at").notNull(),
    dueAt: instant("due_at").notNull(),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [check("reconciliation_items_amount_positive", sql`${t.amountMinor} > 0`)],
);
