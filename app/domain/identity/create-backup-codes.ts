import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { backupCodesInsert } from "./new-factor.ts";
import { changePerson, endOtherSessions, personAudit } from "./people.ts";
import { requireFreshFactor, type StaffSession } from "./rules.ts";
import { newBackupCodes } from "./secrets.ts";
import { factorChangedLetter } from "./staff-mail.ts";

/**
 * Ten new backup codes, shown this once; the old ones no longer work, other sessions end and the person is told.
 * Throws FORBIDDEN and STEP_UP_REQUIRED.
 */
export async function createBackupCodes(
  ctx: Ctx,
  { session }: { session: StaffSession },
): Promise<{ codes: string[] }> {
  const now = ctx.clock.now();
  requireFreshFactor(session, now);
  const { userId, sessionId, email } = session;
  const codes = newBackupCodes(ctx.randomness);
  const entry = { userId, action: "factor.backup_codes_created" };
  const letter = { organisationId: null, recipient: email, ...factorChangedLetter("New backup codes were made.", now) };
  await changePerson(
    userId,
    sql`with completed as (select id from staff_sessions where id = ${sessionId} and user_id = ${userId}),
      removed as (delete from staff_backup_codes where user_id = ${userId} and exists (select from completed)),
      coded as (${await backupCodesInsert(userId, codes, ctx)}),
      ended as (${endOtherSessions(userId, sessionId, sql`completed`)}),
      audited as (${personAudit(entry, ctx, sql`completed`)}),
      told as (${messageInsert(letter, ctx, sql`completed`)})
      select id from completed`,
    ctx,
  );
  await ctx.wake([{ kind: "message" }]);
  return { codes };
}
