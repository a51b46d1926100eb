import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import type { Ctx } from "../context.ts";

/** A few words to tell a person by SMS, of a change. */
export interface OutgoingText {
  /** The id of the changed row. */
  about: string;
  organisationId: string;
  /** What it is for, such as `guard_pin_set`. */
  purpose: string;
  /** E.164. */
  recipient: string;
  text: string;
}

/**
 * The insert that queues text messages, as `messageInsert` does e-mail: each goes with the row of `changed`, a CTE of the
 * changing statement, whose id it is about, and is not queued when that row did not change.
 */
export function textInserts(
  texts: readonly OutgoingText[],
  { clock, randomness }: Pick<Ctx, "clock" | "randomness">,
  changed: SQL,
): SQL {
  const at = clock.now();
  const rows = texts.map((text) => ({ ...text, id: newId("msg", at, randomness) }));
  return sql`insert into messages (id, organisation_id, channel, purpose, recipient, body_text, next_attempt_at, created_at)
    select t.id, t."organisationId", 'sms', t.purpose, t.recipient, t.text, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (id text, about text, "organisationId" text, purpose text, recipient text, text text)
      join ${changed} c on c.id = t.about`;
}

/**
 * The same when only the changing statement knows who is told: one text for each row of `texts`, a CTE of that statement
 * with the columns `recipient` and `text`.
 */
export function textInsertsFrom(
  texts: SQL,
  { organisationId, purpose }: Pick<OutgoingText, "organisationId" | "purpose">,
  { clock, randomness }: Pick<Ctx, "clock" | "randomness">,
): SQL {
  const at = clock.now();
  return sql`insert into messages (id, organisation_id, channel, purpose, recipient, body_text, next_attempt_at, created_at)
    select ${`${newId("msg", at, randomness)}-`}::text || row_number() over (), ${organisationId}, 'sms', ${purpose},
      t.recipient, t.text, ${at}::timestamptz, ${at}::timestamptz
    from ${texts} t`;
}
