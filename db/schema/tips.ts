import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, minor } from "../columns.ts";
import { guards } from "./organisations.ts";
import { qrCodes } from "./qr-codes.ts";

export const TIP_STATUSES = [
  "initiated",
  "pending",
  "succeeded",
  "failed",
  "abandoned",
  "refunded",
  "partially_refunded",
  "disputed",
] as const;

/** A patron thanks a guard. The id is also the rail's payment reference. */
export const tips = pgTable(
  "tips",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    guardId: text("guard_id").notNull(),
    codeId: text("code_id").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    /** What the patron chose to give. */
    amountMinor: minor("amount_minor").notNull(),
    /** What the rail was asked to charge: more than the amount when the patron covers the fee. Null until asked. */
    chargeMinor: minor("charge_minor"),
    coversFee: boolean("covers_fee").notNull(),
    policyVersion: integer("policy_version").notNull(),
    platformFeeMinor: minor("platform_fee_minor").notNull(),
    railFeeBearer: text("rail_fee_bearer", { enum: ["guard", "organisation"] }).notNull(),
    message: text("message"),
    status: text("status", { enum: TIP_STATUSES }).notNull(),
    receiptCode: text("receipt_code").notNull().unique("tips_receipt_code_is_unique"),
    receiptToken: text("receipt_token").notNull().unique("tips_receipt_token_is_unique"),
    /** When the sweeper should next ask the rail; null when the status is final for the sweeper. */
    nextCheckAt: instant("next_check_at"),
    checks: integer("checks").notNull().default(0),
    createdAt: createdAt(),
    paidAt: instant("paid_at"),
    creditedAt: instant("credited_at"),
  },
  (t) => [
    foreignKey({
      name: "tips_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
    foreignKey({
      name: "tips_code_in_same_organisation",
      columns: [t.organisationId, t.codeId],
      foreignColumns: [qrCodes.organisationId, qrCodes.id],
    }),
    unique("tips_id_within_organisation").on(t.organisationId, t.id),
    index("tips_by_guard").on(t.guardId, t.createdAt),
    index("tips_by_organisation").on(t.organisationId, t.createdAt, t.id),
    index("tips_by_day_of_credit").on(t.organisationId, t.creditedAt).where(sql`${t.creditedAt} is not null`),
    index("tips_due_for_check").on(t.nextCheckAt).where(sql`${t.nextCheckAt} is not null`),
    check("tips_amount_positive", sql`${t.amountMinor} > 0`),
    check("tips_charge_covers_amount", sql`${t.chargeMinor} >= ${t.amountMinor}`),
    check("tips_message_is_short", sql`char_length(${t.message}) <= 140`),
    check("tips_credited_when_succeeded", sql`${t.status} <> 'succeeded' or ${t.creditedAt} is not null`),
  ],
);

/** Every status a tip has had, and what moved it there. */
export const tipHistory = pgTable(
  "tip_history",
  {
    sequence: bigint("sequence", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    tipId: text("tip_id")
      .notNull()
      .references(() => tips.id),
    status: text("status", { enum: TIP_STATUSES }).notNull(),
    cause: text("cause").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [uniqueIndex("tip_history_once_per_status_and_cause").on(t.tipId, t.status, t.cause)],
);

/** One answer per key, for ever: `answer` is null while the first request runs. */
export const idempotencyKeys = pgTable("idempotency_keys", {
  keyHash: text("key_hash").primaryKey(),
  fingerprint: text("fingerprint").notNull(),
  tipId: text("tip_id")
    .notNull()
    .references(() => tips.id),
  answer: jsonb("answer"),
  createdAt: createdAt(),
  answeredAt: instant("answered_at"),
});
