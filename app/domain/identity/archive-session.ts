import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { clearSessionCookie } from "./cookies.ts";
import { changePerson, personAudit } from "./people.ts";
import type { StaffSession } from "./rules.ts";

export type ArchiveSessionOutcome = { status: "ended" | "not_found"; cookies: string[] };

/** Ends one of a person's own sessions, at whatever stage: this one, which is signing out, or another device's. */
export async function archiveSession(
  ctx: Ctx,
  { session, sessionId }: { session: StaffSession; sessionId: string },
): Promise<ArchiveSessionOutcome> {
  const { userId } = session;
  const entry = { userId, action: "session.ended", before: { session: sessionId } };
  const ended = await changePerson(
    userId,
    sql`with ended as (delete from staff_sessions where id = ${sessionId} and user_id = ${userId} returning id),
      audited as (${personAudit(entry, ctx, sql`ended`)})
      select id from ended`,
    ctx,
  );
  const cookies = sessionId === session.sessionId ? [clearSessionCookie()] : [];
  return { status: ended.length > 0 ? "ended" : "not_found", cookies };
}
