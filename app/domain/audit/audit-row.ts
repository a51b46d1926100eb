import { SQL, sql } from "drizzle-orm";
import type { Actor, Ctx } from "../context.ts";

/** What changed, for the audit log. `before` and `after` carry no secrets and no patron's personal data. */
export interface AuditEntry {
  /** An id, or the column of `changed` that holds it. */
  organisationId: string | SQL;
  /** Who did it, when that is not yet the context's actor: a person who is signing in. */
  actor?: string;
  action: string;
  /** An id, or the column of `changed` that holds it. */
  subject: string | SQL;
  /** As they are, or as a jsonb expression over `changed`. */
  before?: Record<string, unknown> | SQL;
  after?: Record<string, unknown> | SQL;
}

/**
 * The insert that records a change, as a part of the changing statement: one row for each row of `changed`, a CTE of
 * that statement, so that a lost race is not recorded as a change.
 */
export function auditInsert(entry: AuditEntry, ctx: Ctx, changed: SQL): SQL {
  return sql`insert into audit_log (organisation_id, actor, action, subject, before, after, request_id, address, at)
    select ${entry.organisationId}, ${entry.actor ?? actorName(ctx.actor)}, ${entry.action}, ${subjectOf(entry.subject)},
      ${jsonOf(entry.before)}, ${jsonOf(entry.after)},
      ${ctx.requestId}, ${ctx.actor.kind === "system" ? null : ctx.address}, ${ctx.clock.now()}::timestamptz
    from ${changed}`;
}

/** How an actor is named in records: `staff:usr-…`, `system:sweep`, `patron`. */
export function actorName(actor: Actor): string {
  if (actor.kind === "staff") return `staff:${actor.userId}`;
  return actor.kind === "system" ? `system:${actor.name}` : actor.kind;
}

function subjectOf(subject: string | SQL): SQL {
  return typeof subject === "string" ? sql`${subject}` : subject;
}

function jsonOf(value: Record<string, unknown> | SQL | undefined): SQL {
  return value instanceof SQL ? value : sql`${JSON.stringify(value ?? null)}::jsonb`;
}
