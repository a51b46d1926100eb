import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, minor } from "../columns.ts";
import { guards, organisations } from "./organisations.ts";
import { payoutAccounts } from "./payout-accounts.ts";

export const PAYOUT_STATUSES = [
  "created",
  "sending",
  "submitted",
  "unknown",
  "exported",
  "paid",
  "failed",
  "reversed",
  "cancelled",
] as const;

export const ATTEMPT_STATUSES = [
  "sending",
  "held_back",
  "unknown",
  "submitted",
  "exported",
  "succeeded",
  "failed",
  "reversed",
] as const;

const railFees = () => text("fee_bearer", { enum: ["guard", "organisation"] }).notNull();

/**
 * One settlement of one organisation and business date, its own date. `created` once every guard was looked at;
 * `covered` is a date that was missed and whose money a later run paid.
 */
export const settlementRuns = pgTable(
  "settlement_runs",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    businessDate: date("business_date", { mode: "string" }).notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    cause: text("cause", { enum: ["daily", "weekly", "threshold", "manual"] }).notNull(),
    status: text("status", { enum: ["creating", "created", "covered"] }).notNull(),
    requestedBy: text("requested_by"),
    thresholdMinor: minor("threshold_minor").notNull(),
    feeBearer: railFees(),
    /** How far it has come: the last account that was looked at. */
    lastCode: text("last_code").notNull().default(""),
    payouts: integer("payouts").notNull().default(0),
    totalMinor: minor("total_minor").notNull().default(sql`0`),
    /** Guards who are owed something and wait. */
    waiting: integer("waiting").notNull().default(0),
    /** Not before this: its last step could not be taken. */
    nextStepAt: instant("next_step_at"),
    createdAt: createdAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    unique("settlement_runs_once_per_business_date").on(t.organisationId, t.businessDate),
    unique("settlement_runs_id_within_organisation").on(t.organisationId, t.id),
    index("settlement_runs_unfinished").on(t.createdAt).where(sql`${t.status} = 'creating'`),
    check("settlement_runs_finished_has_a_time", sql`(${t.status} = 'creating') = (${t.finishedAt} is null)`),
    check("settlement_runs_manual_has_a_maker", sql`${t.cause} <> 'manual' or ${t.requestedBy} is not null`),
  ],
);

/** Money on its way to a guard. Reserved in the ledger from its creation to its end. */
export const payouts = pgTable(
  "payouts",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    guardId: text("guard_id").notNull(),
    runId: text("run_id").notNull(),
    payoutAccountId: text("payout_account_id").notNull(),
    rail: text("rail").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
    /** What the rail was expected to charge; null where it publishes nothing. */
    estimatedFeeMinor: minor("estimated_fee_minor"),
    feeBearer: railFees(),
    /** The watermark: the number of entries that the guard's account had, read under its lock. */
    upToEntry: bigint("up_to_entry", { mode: "bigint" }).notNull(),
    status: text("status", { enum: PAYOUT_STATUSES }).notNull(),
    /** Why somebody must look before it is sent: `first`, `large`, `manual`; null when nobody must. */
    approvalReason: text("approval_reason", { enum: ["first", "large", "manual"] }),
    requestedBy: text("requested_by"),
    approvedBy: text("approved_by"),
    approvedAt: instant("approved_at"),
    /** How many references it has had; the last one is the attempt that counts. */
    attempts: integer("attempts").notNull().default(0),
    /** How many states it has had: the number of the last row of its history. */
    moves: integer("moves").notNull().default(1),
    /** Sent by itself, since a batch that it was in was refused as a whole. */
    sentAlone: boolean("sent_alone").notNull().default(false),
    /** Not before this; null unless it waits to be sent. */
    nextSendAt: instant("next_send_at"),
    /** Who holds it until then is at the rail with it. */
    claimedUntil: instant("claimed_until"),
    /** Why it failed, was sent back or was cancelled. */
    reason: text("reason"),
    /** When one of the staff looked into a failure, so that the guard may be paid again. */
    investigatedBy: text("investigated_by"),
    investigatedAt: instant("investigated_at"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
    /** When it was paid; the rail's word, or ours where it gave none. */
    paidAt: instant("paid_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    foreignKey({
      name: "payouts_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
    foreignKey({
      name: "payouts_run_in_same_organisation",
      columns: [t.organisationId, t.runId],
      foreignColumns: [settlementRuns.organisationId, settlementRuns.id],
    }),
    foreignKey({
      name: "payouts_account_in_same_organisation",
      columns: [t.organisationId, t.payoutAccountId],
      foreignColumns: [payoutAccounts.organisationId, payoutAccounts.id],
    }),
    unique("payouts_id_within_organisation").on(t.organisationId, t.id),
    unique("payouts_once_per_run_and_guard").on(t.runId, t.guardId),
    uniqueIndex("payouts_one_live_per_guard")
      .on(t.guardId)
      .where(sql`${t.status} in ('created', 'sending', 'submitted', 'unknown', 'exported')`),
    index("payouts_by_guard").on(t.guardId, t.createdAt),
    index("payouts_to_send").on(t.rail, t.currency, t.createdAt, t.id).where(sql`${t.status} = 'created'`),
    index("payouts_to_retry")
      .on(t.rail, t.currency, t.createdAt, t.id)
      .where(sql`${t.status} = 'created' and ${t.attempts} > 0`),
    index("payouts_by_status").on(t.organisationId, t.status, t.createdAt),
    index("payouts_sent_on").on(t.currency, t.sentAt).where(sql`${t.sentAt} is not null`),
    check("payouts_amount_positive", sql`${t.amountMinor} > 0`),
    check("payouts_maker_is_not_checker", sql`${t.approvedBy} <> ${t.requestedBy}`),
    check(
      "payouts_sent_only_after_approval",
      sql`${t.approvalReason} is null or ${t.approvedBy} is not null or ${t.status} in ('created', 'cancelled')`,
    ),
    check("payouts_sending_is_claimed", sql`(${t.status} = 'sending') = (${t.claimedUntil} is not null)`),
    check("payouts_paid_has_a_time", sql`${t.status} not in ('paid', 'reversed') or ${t.endedAt} is not null`),
    check("payouts_waiting_has_a_time", sql`(${t.status} = 'created') = (${t.nextSendAt} is not null)`),
  ],
);

/**
 * Each reference a payout was sent under, `po-…-n`. The row is committed before the rail is called. A next one only after
 * this one failed conclusively. `held_back`: the rail took nothing, so the same reference is used again. `exported`: a line of
 * a file for the bank, of which the rail knows nothing and is asked nothing.
 */
export const payoutAttempts = pgTable(
  "payout_attempts",
  {
    reference: text("reference").primaryKey(),
    organisationId: text("organisation_id").notNull(),
    payoutId: text("payout_id").notNull(),
    number: integer("number").notNull(),
    /** What carries it: a call to the rail, or a line of a file. */
    via: text("via", { enum: ["rail", "file"] })
      .notNull()
      .default("rail"),
    status: text("status", { enum: ATTEMPT_STATUSES }).notNull(),
    /** True once a call with this reference ended without an answer: no refusal after that proves that nothing exists. */
    inDoubt: boolean("in_doubt").notNull().default(false),
    calls: integer("calls").notNull().default(1),
    outcome: text("outcome"),
    transferCode: text("transfer_code"),
    /** What the rail charged, once it said so. */
    feeMinor: minor("fee_minor"),
    httpStatus: integer("http_status"),
    tookMs: integer("took_ms"),
    /** When it was last sent. */
    at: instant("at").notNull(),
    answeredAt: instant("answered_at"),
    /** When the sweeper should next ask the rail; null when there is nothing to ask. */
    nextCheckAt: instant("next_check_at"),
    checks: integer("checks").notNull().default(0),
  },
  (t) => [
    foreignKey({
      name: "payout_attempts_payout_in_same_organisation",
      columns: [t.organisationId, t.payoutId],
      foreignColumns: [payouts.organisationId, payouts.id],
    }),
    unique("payout_attempts_number_within_payout").on(t.payoutId, t.number),
    index("payout_attempts_due_for_check").on(t.nextCheckAt).where(sql`${t.nextCheckAt} is not null`),
    index("payout_attempts_due_by_status").on(t.status, t.nextCheckAt).where(sql`${t.nextCheckAt} is not null`),
    check(
      "payout_attempts_undecided_is_checked",
      sql`${t.status} not in ('sending', 'submitted', 'unknown') or ${t.nextCheckAt} is not null`,
    ),
    check("payout_attempts_exported_is_in_a_file", sql`${t.status} <> 'exported' or ${t.via} = 'file'`),
    check("payout_attempts_file_is_asked_of_nobody", sql`${t.via} = 'rail' or ${t.nextCheckAt} is null`),
    check("payout_attempts_fee_not_negative", sql`${t.feeMinor} >= 0`),
    check("payout_attempts_reference_is_sendable", sql`${t.reference} ~ '^[a-z0-9_-]{16,50}$'`),
    check("payout_attempts_reference_is_its_own", sql`${t.reference} = ${t.payoutId} || '-' || ${t.number}`),
  ],
);

/** Every status a payout has had, in order, and what moved it there. Append-only. */
export const payoutHistory = pgTable(
  "payout_history",
  {
    organisationId: text("organisation_id").notNull(),
    payoutId: text("payout_id").notNull(),
    number: integer("number").notNull(),
    status: text("status", { enum: PAYOUT_STATUSES }).notNull(),
    cause: text("cause").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "payout_history_once_per_move", columns: [t.payoutId, t.number] }),
    foreignKey({
      name: "payout_history_payout_in_same_organisation",
      columns: [t.organisationId, t.payoutId],
      foreignColumns: [payouts.organisationId, payouts.id],
    }),
  ],
);

/**
 * The kill switch and the daily cap, one row an organisation and currency; those of `org-platform` hold for everybody.
 * Read and locked by the statement that claims payouts.
 */
export const payoutControls = pgTable(
  "payout_controls",
  {
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    currency: char("currency", { length: 3 }).notNull(),
    isStopped: boolean("is_stopped").notNull().default(false),
    stopReason: text("stop_reason"),
    dailyCapMinor: minor("daily_cap_minor"),
    updatedBy: text("updated_by"),
    updatedAt: instant("updated_at"),
  },
  (t) => [
    primaryKey({ name: "payout_controls_pk", columns: [t.organisationId, t.currency] }),
    check("payout_controls_cap_is_not_negative", sql`${t.dailyCapMinor} >= 0`),
  ],
);

/**
 * Where payouts of one currency stand in line at a rail: when the next batch may go, and why none goes now.
 * The rail has one balance a currency for all organisations.
 */
export const payoutLanes = pgTable(
  "payout_lanes",
  {
    rail: text("rail").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    nextBatchAt: instant("next_batch_at"),
    /** `insufficient_balance` ends by itself; the others wait for a person. */
    pausedReason: text("paused_reason", { enum: ["insufficient_balance", "otp_required", "not_allowed"] }),
    pausedAt: instant("paused_at"),
    /** When the balance is asked for again. */
    retryAt: instant("retry_at"),
  },
  (t) => [
    primaryKey({ name: "payout_lanes_pk", columns: [t.rail, t.currency] }),
    check("payout_lanes_paused_has_a_time", sql`(${t.pausedReason} is null) = (${t.pausedAt} is null)`),
  ],
);
