import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import type { Visit } from "./cookies.ts";
import type { StaffSession } from "./rules.ts";
import { hashBackupCodes, newBackupCodes } from "./secrets.ts";
import { completeFactor, deviceOf } from "./sign-in.ts";
import { factorChangedLetter } from "./staff-mail.ts";

export type NewFactorOutcome =
  | {
      status: "enrolled";
      /** Shown once; null when there were some already. */
      backupCodes: string[] | null;
      cookies: string[];
    }
  | { status: "refused" };

interface NewFactor {
  session: StaffSession;
  visit: Visit;
  /** The statement that puts the factor in use and has a row when it did. */
  accepted: SQL;
  also?: { name: string; query: SQL }[];
  action: string;
  /** A sentence for the message, such as “A passkey was added.” */
  said: string;
}

/**
 * Puts a proved factor in use, in one statement: the session has given its second factor by this and gets a new token,
 * all others end, the person is told by e-mail, and a first factor brings ten backup codes.
 */
export async function enrolFactor(
  { session, visit, accepted, also = [], action, said }: NewFactor,
  ctx: Ctx,
): Promise<NewFactorOutcome> {
  const now = ctx.clock.now();
  const codes = session.factors.backupCodes === 0 ? newBackupCodes(ctx.randomness) : null;
  const letter = { organisationId: null, recipient: session.email, ...factorChangedLetter(said, now) };
  const cookies = await completeFactor(
    {
      session,
      visit,
      device: await deviceOf(visit, ctx),
      accepted,
      audit: { action, after: {} },
      also: [
        ...also,
        { name: "noticed", query: messageInsert(letter, ctx, sql`completed`) },
        ...(codes ? [{ name: "coded", query: await backupCodesInsert(session.userId, codes, ctx) }] : []),
      ],
      isChange: true,
    },
    ctx,
  );
  return cookies ? { status: "enrolled", backupCodes: codes, cookies } : { status: "refused" };
}

/** The insert of a user's backup codes when the CTE `completed` has a row; only their hashes are kept. */
export async function backupCodesInsert(
  userId: string,
  codes: readonly string[],
  { clock }: Pick<Ctx, "clock">,
): Promise<SQL> {
  const hashes = await hashBackupCodes(codes);
  return sql`insert into staff_backup_codes (user_id, code_hash, created_at)
    select ${userId}, code_hash, ${clock.now()}::timestamptz from unnest(${sql.param(hashes)}::text[]) as code_hash
    where exists (select from completed)`;
}
