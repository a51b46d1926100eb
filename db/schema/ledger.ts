import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, instant, minor } from "../columns.ts";
import { organisations } from "./organisations.ts";

/** The chart of accounts (money.md §1). A kind flagged never_negative may not be overdrawn. */
export const ledgerAccountKinds = pgTable("ledger_account_kinds", {
  kind: text("kind").primaryKey(),
  class: text("class", { enum: ["asset", "liability", "income", "expense"] }).notNull(),
  neverNegative: boolean("never_negative").notNull(),
});

/**
 * One account of one organisation in one currency, named by its code: `fee_income`, `guard_payable:grd-01j…`.
 * Totals only grow; they are written by post_transfers() alone.
 */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    currency: char("currency", { length: 3 }).notNull(),
    code: text("code").notNull(),
    kind: text("kind")
      .notNull()
      .references(() => ledgerAccountKinds.kind),
    neverNegative: boolean("never_negative").notNull(),
    debitsPosted: minor("debits_posted").notNull().default(sql`0`),
    creditsPosted: minor("credits_posted").notNull().default(sql`0`),
    entriesPosted: bigint("entries_posted", { mode: "bigint" }).notNull().default(sql`0`),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "ledger_accounts_pk", columns: [t.organisationId, t.currency, t.code] }),
    check("ledger_accounts_not_overdrawn", sql`not ${t.neverNegative} or ${t.debitsPosted} <= ${t.creditsPosted}`),
    check("ledger_accounts_totals_not_negative", sql`${t.debitsPosted} >= 0 and ${t.creditsPosted} >= 0`),
    check("ledger_accounts_code_starts_with_kind", sql`split_part(${t.code}, ':', 1) = ${t.kind}`),
  ],
);

/**
 * A positive amount moved from one account to another of the same organisation and currency. Immutable.
 * `debitEntry` and `creditEntry` are each account's own entry numbers, given under that account's row lock:
 * “the guard's entries up to number n” is therefore a stable set, which a table-wide id is not.
 */
export const ledgerTransfers = pgTable(
  "ledger_transfers",
  {
    id: text("id").primaryKey(),
    groupId: text("group_id").notNull(),
    organisationId: text("organisation_id").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    debitAccount: text("debit_account").notNull(),
    creditAccount: text("credit_account").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    kind: text("kind").notNull(),
    reference: text("reference").notNull(),
    corrects: text("corrects").references((): AnyPgColumn => ledgerTransfers.id),
    debitEntry: bigint("debit_entry", { mode: "bigint" }).notNull(),
    creditEntry: bigint("credit_entry", { mode: "bigint" }).notNull(),
    eventAt: instant("event_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: "ledger_transfers_debit_account_in_same_books",
      columns: [t.organisationId, t.currency, t.debitAccount],
      foreignColumns: [ledgerAccounts.organisationId, ledgerAccounts.currency, ledgerAccounts.code],
    }),
    foreignKey({
      name: "ledger_transfers_credit_account_in_same_books",
      columns: [t.organisationId, t.currency, t.creditAccount],
      foreignColumns: [ledgerAccounts.organisationId, ledgerAccounts.currency, ledgerAccounts.code],
    }),
    uniqueIndex("ledger_transfers_debit_entry_once").on(t.organisationId, t.currency, t.debitAccount, t.debitEntry),
    uniqueIndex("ledger_transfers_credit_entry_once").on(t.organisationId, t.currency, t.creditAccount, t.creditEntry),
    index("ledger_transfers_by_reference").on(t.reference),
    check("ledger_transfers_amount_positive", sql`${t.amountMinor} > 0`),
    check("ledger_transfers_between_two_accounts", sql`${t.debitAccount} <> ${t.creditAccount}`),
  ],
);
