import { type SQL, sql } from "drizzle-orm";
import { after, days } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { messageInsert } from "../messages/index.ts";
import type { StaffSession } from "./rules.ts";
import { wrongCodesLetter } from "./staff-mail.ts";

/**
 * Wrong codes of an authenticator that one person has a day, in all browsers together, known or not. Only who gave the right
 * password comes this far, so a stranger uses up nobody's day; a passkey and a backup code, which nobody guesses, still get in.
 */
export const WRONG_CODES_A_DAY = 20;
const DAY_MS = days(1);

/** Takes one of the day's places before the code is looked at, so that none is free however many come at once. */
export async function takeCodePlace(userId: string, { systemDb, clock }: Ctx): Promise<boolean> {
  const now = clock.now();
  const isOver = sql`w.began_at <= ${after(now, -DAY_MS)}::timestamptz`;
  const taken = await query(
    systemDb,
    sql`insert into staff_wrong_codes as w (user_id, began_at, codes) values (${userId}, ${now}, 1)
      on conflict (user_id) do update set codes = case when ${isOver} then 1 else w.codes + 1 end,
        told_at = case when ${isOver} then null else w.told_at end,
        began_at = case when ${isOver} then excluded.began_at else w.began_at end
      where ${isOver} or w.codes < ${WRONG_CODES_A_DAY}
      returning codes`,
  );
  return taken.length > 0;
}

/** Gives the place of a code that was right back, when the CTE `completed` has a row. */
export function giveCodePlaceBack(userId: string): SQL {
  return sql`update staff_wrong_codes set codes = greatest(codes - 1, 0)
    where user_id = ${userId} and exists (select from completed)`;
}

/** Tells the person, and whom they work for, once a day, when the places are used up. */
export async function tellOfWrongCodes(
  { userId, email, name }: Pick<StaffSession, "userId" | "email" | "name">,
  ctx: Ctx,
): Promise<void> {
  const now = ctx.clock.now();
  const letter = { organisationId: null, recipient: email, ...wrongCodesLetter(now) };
  const detail = `${name} (${email}): ${WRONG_CODES_A_DAY} wrong codes of the authenticator in a day, each behind the right password. Ask them whether it was they; if not, have them choose a new password`;
  const told = await query(
    ctx.systemDb,
    sql`with told as (
        update staff_wrong_codes set told_at = ${now}
        where user_id = ${userId} and codes >= ${WRONG_CODES_A_DAY} and told_at is null returning user_id
      ), alerted as (
        insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        select 'alt-codes-' || md5(subject), organisation_id, 'staff.wrong_codes', subject, ${detail}, ${now}::timestamptz
        from told cross join lateral (
          select organisation_id, concat_ws(':', user_id, ${now.toISOString()}::text, organisation_id) as subject
          from (select organisation_id from members where user_id = ${userId} and status = 'active'
            union select null from platform_administrators where user_id = ${userId}) as home
        ) as due
        on conflict do nothing
      ), written as (${messageInsert(letter, ctx, sql`told`)})
      select user_id from told`,
  );
  if (told.length > 0) await ctx.wake([{ kind: "message" }]);
}
