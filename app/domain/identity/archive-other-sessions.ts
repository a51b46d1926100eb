import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changePerson, personAudit } from "./people.ts";
import type { StaffSession } from "./rules.ts";

/** Ends all of a person's sessions but the one that asks. Says how many there were. */
export async function archiveOtherSessions(
  ctx: Ctx,
  { session }: { session: StaffSession },
): Promise<{ ended: number }> {
  const { userId, sessionId } = session;
  const entry = { userId, action: "session.others_ended" };
  const ended = await changePerson(
    userId,
    sql`with ended as (delete from staff_sessions where user_id = ${userId} and id <> ${sessionId} returning id),
      once as (select 1 as one from ended limit 1),
      audited as (${personAudit(entry, ctx, sql`once`)})
      select id from ended`,
    ctx,
  );
  return { ended: ended.length };
}
