import { type SQL, sql } from "drizzle-orm";
import type { Actor, Ctx } from "../context.ts";

/** What changed, for the audit log. `before` and `after` carry no secrets and no patron's personal data. */
export interface AuditEntry {
  organisationId: string;
  action: string;
  subject: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/**
 * The insert that records a change, as a part of the changing statement: one row for each row of `changed`, a CTE of
 * that statement, so that a lost race is not recorded as a change.
 */
export function auditInsert(entry: AuditEntry, ctx: Ctx, changed: SQL): SQL {
  return sql`insert into audit_log (organisation_id, actor, action, subject, before, after, request_id, at)
    select ${entry.organisationId}, ${actorName(ctx.actor)}, ${entry.action}, ${entry.subject},
      ${JSON.stringify(entry.before ?? null)}::jsonb, ${JSON.stringify(entry.after ?? null)}::jsonb,
      ${ctx.requestId}, ${ctx.clock.now()}::timestamptz
    from ${changed}`;
}

function actorName(actor: Actor): string {
  return actor.kind === "system" ? `system:${actor.name}` : actor.kind;
}
