import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import { changePerson, endOtherSessions, personAudit } from "./people.ts";
import type { StaffSession } from "./rules.ts";
import { factorChangedLetter } from "./staff-mail.ts";

interface RemovedFactor {
  session: StaffSession;
  /** The statement that takes the factor out of use and has a row when it did; it must leave another one. */
  removed: SQL;
  action: string;
  before: Record<string, unknown>;
  said: string;
}

/** Takes a factor out of use: other sessions end and the person is told. False when it was not taken out. */
export async function removeFactor(
  { session, removed, action, before, said }: RemovedFactor,
  ctx: Ctx,
): Promise<boolean> {
  const { userId, sessionId, email } = session;
  const letter = { organisationId: null, recipient: email, ...factorChangedLetter(said, ctx.clock.now()) };
  const rows = await changePerson(
    userId,
    sql`with removed as (${removed}),
      ended as (${endOtherSessions(userId, sessionId, sql`removed`)}),
      audited as (${personAudit({ userId, action, before }, ctx, sql`removed`)}),
      told as (${messageInsert(letter, ctx, sql`removed`)})
      select 1 as one from removed`,
    ctx,
  );
  if (rows.length === 0) return false;
  await ctx.wake([{ kind: "message" }]);
  return true;
}
