import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
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
    at: instant("at").notNull(),
  },
  (t) => [index("audit_log_by_subject").on(t.organisationId, t.subject)],
);

/** Something a person must look at. Raised once per kind and subject. */
export const alerts = pgTable(
  "alerts",
  {
    id: id(),
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
