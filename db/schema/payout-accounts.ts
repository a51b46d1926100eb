import { sql } from "drizzle-orm";
import { char, check, foreignKey, index, integer, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "../columns.ts";
import { guards } from "./organisations.ts";

/**
 * Where a guard's money goes: a bank account or a mobile wallet. Asked for by one of the staff and approved by another;
 * one that takes the place of another is held for 72 hours. The number itself is kept encrypted.
 */
export const payoutAccounts = pgTable(
  "payout_accounts",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    guardId: text("guard_id").notNull(),
    rail: text("rail").notNull(),
    kind: text("kind", { enum: ["bank", "mobile_money"] }).notNull(),
    destinationCode: text("destination_code").notNull(),
    destinationName: text("destination_name").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    /** AES-GCM: the key's name, the nonce and the ciphertext, in base64 between dots. */
    numberSealed: text("number_sealed").notNull(),
    /** The last four digits, for the eye. */
    numberEnd: text("number_end").notNull(),
    /** HMAC of destination and number: equal for two guards who share an account, and tells nothing else. */
    numberFingerprint: char("number_fingerprint", { length: 64 }).notNull(),
    holderName: text("holder_name").notNull(),
    /** What the rail said of the holder's name; `not_offered` where a country has no enquiry. */
    nameCheck: text("name_check", { enum: ["matched", "differs", "not_offered"] }).notNull(),
    /** How alike the holder's name and the guard's are, 0 to 100; null without an enquiry. */
    nameMatchPercent: integer("name_match_percent"),
    recipientCode: text("recipient_code"),
    status: text("status", {
      enum: ["requested", "held", "active", "replaced", "rejected", "cancelled"],
    }).notNull(),
    reason: text("reason").notNull(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: instant("requested_at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    /** Until when a replacement waits; null for a guard's first account. */
    heldUntil: instant("held_until"),
    /** When the guard lifted the hold with the PIN, in person. */
    liftedAt: instant("lifted_at"),
    activeAt: instant("active_at"),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: "payout_accounts_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
    unique("payout_accounts_id_within_organisation").on(t.organisationId, t.id),
    uniqueIndex("payout_accounts_one_active_per_guard").on(t.guardId).where(sql`${t.status} = 'active'`),
    uniqueIndex("payout_accounts_one_waiting_per_guard").on(t.guardId).where(sql`${t.status} in ('requested', 'held')`),
    index("payout_accounts_by_fingerprint").on(t.numberFingerprint),
    check(
      "payout_accounts_maker_is_not_checker",
      sql`${t.decidedBy} is null or ${t.status} = 'cancelled' or ${t.decidedBy} <> ${t.requestedBy}`,
    ),
    check(
      "payout_accounts_used_only_after_approval",
      sql`${t.status} not in ('held', 'active', 'replaced') or (${t.decidedBy} is not null and ${t.recipientCode} is not null)`,
    ),
  ],
);

/** The PIN with which a guard, in person, lifts the hold on a changed account. Only a slow hash is kept. */
export const guardPins = pgTable(
  "guard_pins",
  {
    guardId: text("guard_id").primaryKey(),
    organisationId: text("organisation_id").notNull(),
    hash: text("hash").notNull(),
    wrongTries: integer("wrong_tries").notNull().default(0),
    /** No try counts before this. */
    lockedUntil: instant("locked_until"),
    setAt: instant("set_at").notNull(),
  },
  (t) => [
    foreignKey({
      name: "guard_pins_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
  ],
);
