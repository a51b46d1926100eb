import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
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
    /** AES-GCM: the key's name, the nonce and the ciphertext, in base64 between dots. Bound to all that says where money goes. */
    numberSealed: text("number_sealed").notNull(),
    /** The last four digits, for the eye. */
    numberEnd: text("number_end").notNull(),
    /**
     * HMAC of destination and number under each key that was held when it was written, the newest first: two rows overlap
     * when guards share an account, also across a rotation of keys, and tell nothing else.
     */
    numberFingerprints: text("number_fingerprints").array().notNull(),
    holderName: text("holder_name").notNull(),
    /** What the rail said of the holder's name; `not_offered` where a country has no enquiry. */
    nameCheck: text("name_check", { enum: ["matched", "differs", "not_offered"] }).notNull(),
    /** How alike the holder's name and the guard's are, 0 to 100. */
    nameMatchPercent: integer("name_match_percent").notNull(),
    recipientCode: text("recipient_code"),
    status: text("status", {
      enum: ["requested", "held", "active", "replaced", "rejected", "cancelled"],
    }).notNull(),
    /** Why it is asked for; typed when it takes another's place or the holder's name differs. */
    reason: text("reason"),
    /** Whom to tell, E.164: the guard's number at the time, and those it had in the 72 hours before. */
    noticePhones: text("notice_phones").array().notNull(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** Who is at the rail with it, and until when nobody else goes there. */
    claimedBy: text("claimed_by"),
    claimedUntil: instant("claimed_until"),
    approvedBy: text("approved_by"),
    approvedAt: instant("approved_at"),
    /** Until when a replacement waits; null for a guard's first account. */
    heldUntil: instant("held_until"),
    /** Wrong PINs that were typed to lift this hold, ever: after ten it runs out by itself. */
    wrongPins: integer("wrong_pins").notNull().default(0),
    /** When the guard lifted the hold with the PIN, in person, and which of the staff was there. */
    liftedAt: instant("lifted_at"),
    liftedBy: text("lifted_by"),
    activeAt: instant("active_at"),
    /** Who rejected or cancelled it, when and why. */
    endedBy: text("ended_by"),
    endedAt: instant("ended_at"),
    endReason: text("end_reason"),
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
    index("payout_accounts_by_guard").on(t.organisationId, t.guardId, t.requestedAt),
    index("payout_accounts_by_fingerprint").using("gin", t.numberFingerprints),
    index("payout_accounts_open")
      .on(t.organisationId, t.requestedAt, t.id)
      .where(sql`${t.status} in ('requested', 'held')`),
    index("payout_accounts_hold_over").on(t.heldUntil).where(sql`${t.status} = 'held'`),
    check("payout_accounts_maker_is_not_checker", sql`${t.approvedBy} <> ${t.requestedBy}`),
    check("payout_accounts_lifter_is_a_third", sql`${t.liftedBy} not in (${t.requestedBy}, ${t.approvedBy})`),
    check(
      "payout_accounts_used_only_after_approval",
      sql`${t.status} not in ('held', 'active', 'replaced') or (${t.approvedBy} is not null and ${t.approvedAt} is not null and ${t.recipientCode} is not null)`,
    ),
    check("payout_accounts_held_has_a_time", sql`${t.status} <> 'held' or ${t.heldUntil} is not null`),
    check(
      "payout_accounts_active_has_a_time",
      sql`${t.status} not in ('active', 'replaced') or ${t.activeAt} is not null`,
    ),
    check(
      "payout_accounts_hold_is_kept",
      sql`${t.activeAt} is null or ${t.heldUntil} is null or ${t.activeAt} >= ${t.heldUntil} or (${t.liftedAt} is not null and ${t.liftedBy} is not null)`,
    ),
    check(
      "payout_accounts_ended_by_somebody",
      sql`(${t.status} in ('rejected', 'cancelled')) = (${t.endedBy} is not null and ${t.endedAt} is not null)`,
    ),
    check("payout_accounts_difference_has_a_reason", sql`${t.nameCheck} <> 'differs' or ${t.reason} is not null`),
    check("payout_accounts_match_is_a_percentage", sql`${t.nameMatchPercent} between 0 and 100`),
    check("payout_accounts_has_a_fingerprint", sql`cardinality(${t.numberFingerprints}) > 0`),
  ],
);

/** The PIN with which a guard, in person, lifts the hold on a changed account. Only a slow hash is kept, and that sealed. */
export const guardPins = pgTable(
  "guard_pins",
  {
    guardId: text("guard_id").primaryKey(),
    organisationId: text("organisation_id").notNull(),
    hash: text("hash").notNull(),
    /** Tries since the last right one or the last lock; each is counted before it is looked at. */
    wrongTries: integer("wrong_tries").notNull().default(0),
    /** No try counts before this. */
    lockedUntil: instant("locked_until"),
    setAt: instant("set_at").notNull(),
    /** Which of the staff was there when the guard chose it. */
    setBy: text("set_by").notNull(),
  },
  (t) => [
    foreignKey({
      name: "guard_pins_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
  ],
);

/**
 * Numbers that guards had before: a trigger on guards writes them, whoever changes a phone. A change of account is told to
 * the number of the last days too, or else a changed phone would silence the notice.
 */
export const guardFormerPhones = pgTable(
  "guard_former_phones",
  {
    sequence: bigint("sequence", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    organisationId: text("organisation_id").notNull(),
    guardId: text("guard_id").notNull(),
    /** E.164. */
    phone: text("phone").notNull(),
    replacedAt: instant("replaced_at").notNull(),
  },
  (t) => [
    foreignKey({
      name: "guard_former_phones_guard_in_same_organisation",
      columns: [t.organisationId, t.guardId],
      foreignColumns: [guards.organisationId, guards.id],
    }),
    index("guard_former_phones_by_guard").on(t.guardId, t.replacedAt),
  ],
);
