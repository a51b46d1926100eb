import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "../columns.ts";
import { organisations } from "./organisations.ts";

/** What happened, for other nouns to react to; written in the transaction of the change itself. */
export const outbox = pgTable(
  "outbox",
  {
    sequence: bigint("sequence", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    event: text("event").notNull(),
    subject: text("subject").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** When to deliver next; null once every subscriber has reacted. */
    nextAttemptAt: instant("next_attempt_at"),
    createdAt: createdAt(),
  },
  (t) => [index("outbox_due").on(t.nextAttemptAt).where(sql`${t.nextAttemptAt} is not null`)],
);

/** Who did what, before and after. Append-only. */
export const auditLog = pgTable(
  "audit_log",
  {
    sequence: bigint("sequence", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id").notNull(),
    /** Where the request came from: an address, or null for our own queues and crons. */
    address: text("address"),
    at: instant("at").notNull(),
    /** Given by the trigger `chain_audit_row`: the row's place in its organisation's chain and the hash over row and predecessor. */
    chainNumber: bigint("chain_number", { mode: "bigint" }),
    hash: char("hash", { length: 64 }),
  },
  (t) => [
    index("audit_log_by_subject").on(t.organisationId, t.subject),
    uniqueIndex("audit_log_one_row_per_place_in_the_chain").on(t.organisationId, t.chainNumber),
  ],
);

/** The end of each organisation's chain of audit rows; written by the trigger only. */
export const auditChains = pgTable("audit_chains", {
  organisationId: text("organisation_id")
    .primaryKey()
    .references(() => organisations.id),
  length: bigint("length", { mode: "bigint" }).notNull(),
  hash: char("hash", { length: 64 }).notNull(),
});

/** What was archived to object storage of each organisation's audit log, one row a day. */
export const auditArchives = pgTable(
  "audit_archives",
  {
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    day: date("day", { mode: "string" }).notNull(),
    rows: integer("rows").notNull(),
    lastChainNumber: bigint("last_chain_number", { mode: "bigint" }).notNull(),
    lastHash: char("last_hash", { length: 64 }).notNull(),
    key: text("key").notNull(),
    sha256: char("sha256", { length: 64 }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: "audit_archives_once_a_day", columns: [t.organisationId, t.day] })],
);

/** Something a person must look at. Raised once per kind and subject. */
export const alerts = pgTable(
  "alerts",
  {
    id: id(),
    /** Whose people should look; null when it is Asante's own. */
    organisationId: text("organisation_id").references(() => organisations.id),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    detail: text("detail").notNull(),
    raisedAt: instant("raised_at").notNull(),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [unique("alerts_once_per_kind_and_subject").on(t.kind, t.subject)],
);

/** Queue messages that exhausted their retries, kept to be seen and replayed. */
export const deadLetters = pgTable("dead_letters", {
  id: id(),
  queue: text("queue").notNull(),
  body: jsonb("body").notNull(),
  receivedAt: instant("received_at").notNull(),
  replayedAt: instant("replayed_at"),
});
