import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Ctx } from "../context.ts";

/** Something to tell a person by e-mail. Text and HTML may hold a secret link: they are kept until it is sent. */
export interface OutgoingMessage {
  /** Null when it is no tenant's. */
  organisationId: string | null;
  /** What it is for, such as `invitation`. */
  purpose: string;
  recipient: string;
  subject: string;
  text: string;
  html?: string;
  /** A file in object storage, at most 10 MB. */
  attachment?: { key: string; name: string; contentType: string };
  /** When it stops being of use, as its link expires; it is not sent later than that. */
  expiresAt?: Instant;
}

/**
 * The insert that queues a message, as a part of the statement of the change it tells of, so that neither is there
 * without the other. With `changed`, a CTE of that statement, nothing is queued when it has no row: a lost race tells
 * nobody. After the statement, `ctx.wake([{ kind: "message" }])` has it sent at once rather than within a minute.
 */
export function messageInsert(
  message: OutgoingMessage,
  { clock, randomness }: Pick<Ctx, "clock" | "randomness">,
  changed?: SQL,
): SQL {
  const at = clock.now();
  const { attachment } = message;
  return sql`insert into messages (id, organisation_id, channel, purpose, recipient, subject, body_text, body_html,
      attachment_key, attachment_name, attachment_type, next_attempt_at, expires_at, created_at)
    select ${newId("msg", at, randomness)}, ${message.organisationId}, 'email', ${message.purpose},
      ${message.recipient}, ${message.subject}, ${message.text}, ${message.html ?? null},
      ${attachment?.key ?? null}, ${attachment?.name ?? null}, ${attachment?.contentType ?? null},
      ${at}::timestamptz, ${message.expiresAt ?? null}::timestamptz, ${at}::timestamptz
    ${changed ? sql`where exists (select from ${changed})` : sql``}`;
}
