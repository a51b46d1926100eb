import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "../columns.ts";
import { organisations } from "./organisations.ts";

export const MESSAGE_STATUSES = ["queued", "sending", "sent", "failed", "unknown"] as const;

/**
 * What we have to tell people, written with the change it tells of and sent afterwards; the id is also the provider's
 * idempotency key. A body may hold a secret (an invitation's or a reset's link), so it is kept only until the message
 * is sent or given up; who was told of what, and when, stays.
 */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    /** Null when it is no tenant's, such as a message to a platform administrator. */
    organisationId: text("organisation_id").references(() => organisations.id),
    channel: text("channel", { enum: ["email", "sms"] }).notNull(),
    /** What it is for, such as `invitation`; shown in lists, never a secret. */
    purpose: text("purpose").notNull(),
    recipient: text("recipient").notNull(),
    subject: text("subject"),
    bodyText: text("body_text"),
    bodyHtml: text("body_html"),
    /** A file in object storage that goes along. It belongs to whoever made it, and stays when the message is sent. */
    attachmentKey: text("attachment_key"),
    attachmentName: text("attachment_name"),
    attachmentType: text("attachment_type"),
    status: text("status", { enum: MESSAGE_STATUSES }).notNull().default("queued"),
    /** Counted when a sender takes it; with the status, what a sender's answer is checked against. */
    attempts: integer("attempts").notNull().default(0),
    /** When to send next or, while it is being sent, when its sender counts as lost; null once it is final. */
    nextAttemptAt: instant("next_attempt_at"),
    /** From then on it would help nobody, as its link has expired, and it is not sent. */
    expiresAt: instant("expires_at"),
    /** What the last attempt ended in, in a word. */
    note: text("note"),
    /** The provider's name for it, to ask its support with. */
    providerId: text("provider_id"),
    createdAt: createdAt(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    index("messages_due").on(t.nextAttemptAt).where(sql`${t.nextAttemptAt} is not null`),
    index("messages_by_organisation").on(t.organisationId, t.createdAt),
    check("messages_final_is_not_attempted", sql`(${t.status} in ('sent', 'failed')) = (${t.nextAttemptAt} is null)`),
    check(
      "messages_body_goes_when_final",
      sql`case when ${t.status} in ('sent', 'failed') then num_nonnulls(${t.bodyText}, ${t.bodyHtml}) = 0
        else ${t.bodyText} is not null end`,
    ),
    check("messages_sent_has_a_time", sql`(${t.status} = 'sent') = (${t.sentAt} is not null)`),
    check("messages_email_has_a_subject", sql`${t.channel} <> 'email' or ${t.subject} is not null`),
    check(
      "messages_attachment_is_whole",
      sql`num_nonnulls(${t.attachmentKey}, ${t.attachmentName}, ${t.attachmentType}) in (0, 3)`,
    ),
  ],
);
