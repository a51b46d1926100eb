import { sql } from "drizzle-orm";
import type { FieldError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { getOrganisation } from "../organisations/index.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { guardRecord } from "./guard-columns.ts";
import { type GuardDetails, guardDetails } from "./input.ts";
import { readPhone } from "./phone.ts";
import { displayNameOf } from "./rules.ts";

export type CreateGuardOutcome =
  | { status: "created"; guardId: string }
  | { status: "refused"; errors: readonly FieldError[] };

export const BAD_PHONE = {
  field: "phone",
  message: "This is not a mobile number of your country. Begin with + and the country's code for another.",
};
export const BAD_SITE = { field: "siteId", message: "Choose an open site." };
export const TAKEN_EMPLOYEE_ID = { field: "employeeId", message: "Another guard has this employee id." };

/**
 * Adds a guard, as a draft or ready to be tipped. The site is locked while it is chosen, so that it cannot close
 * meanwhile. Throws FORBIDDEN, INVALID_INPUT.
 */
export async function createGuard(
  ctx: Ctx,
  { status, ...input }: GuardDetails & { status: "draft" | "active" },
): Promise<CreateGuardOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "guards.write", at);
  const guard = parseInput(guardDetails, input);
  const { country } = await getOrganisation(ctx);
  const phone = guard.phone === null ? null : readPhone(guard.phone, country);
  if (guard.phone !== null && phone === null) return { status: "refused", errors: [BAD_PHONE] };
  const guardId = newId("grd", at, ctx.randomness);
  const change = {
    organisationId,
    action: "guard.created",
    subject: sql`created.id`,
    after: sql`created.record`,
  };
  const [written] = await query<{ hasSite: boolean; isCreated: boolean }>(
    ctx.db,
    sql`with site as materialized (
        select id from sites where organisation_id = ${organisationId} and id = ${guard.siteId} and status = 'active'
        for share
      ), created as (
        insert into guards as g (id, organisation_id, site_id, status, first_name, last_name, display_name, shown_as,
          badge_number, employee_id, phone, language, created_at, updated_at)
        select ${guardId}, ${organisationId}, site.id, ${status}, ${guard.firstName}, ${guard.lastName},
          ${displayNameOf(guard)}, ${guard.shownAs}, ${guard.badgeNumber}, ${guard.employeeId}, ${phone},
          ${guard.language}, ${at}::timestamptz, ${at}::timestamptz
        from site
        on conflict on constraint guards_employee_id_within_organisation do nothing
        returning g.id, ${guardRecord(sql`g`)} as record
      ), audited as (${auditInsert(change, ctx, sql`created`)})
      select exists (select from site) as "hasSite", exists (select from created) as "isCreated"`,
  );
  if (written?.isCreated) return { status: "created", guardId };
  return { status: "refused", errors: [written?.hasSite ? TAKEN_EMPLOYEE_ID : BAD_SITE] };
}
