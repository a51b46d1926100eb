import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { textInsertsFrom } from "../messages/index.ts";

const WORDS =
  ": this number was replaced or taken away in your guard record. News of your tip account goes elsewhere from now on. Not you? Tell your company now.";

/**
 * CTEs that tell guards at their old number that it no longer is theirs: whoever means to send the money elsewhere changes
 * the number first. Parts of the changing statement, whose CTE `changed` has the records before and after; `rephoned` has a
 * row for each who is told.
 */
export function phoneChangedNotices(organisationId: string, ctx: Ctx): SQL {
  const notice = { organisationId, purpose: "guard_phone_changed" };
  return sql`rephoned as (
      select changed.before ->> 'phone' as recipient, o.name || ${WORDS}::text as text
      from changed join organisations o on o.id = ${organisationId}
      where changed.before ->> 'phone' <> coalesce(changed.after ->> 'phone', '')
    ), told as (${textInsertsFrom(sql`rephoned`, notice, ctx)})`;
}
