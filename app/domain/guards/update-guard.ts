import { type SQL, sql } from "drizzle-orm";
import { AppError, type FieldError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { getOrganisation } from "../organisations/index.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { violatedConstraint } from "../violations.ts";
import { BAD_PHONE, BAD_SITE, TAKEN_EMPLOYEE_ID } from "./create-guard.ts";
import { guardRecord, outdateCodes } from "./guard-columns.ts";
import { type GuardDetails, guardDetails } from "./input.ts";
import { readPhone } from "./phone.ts";
import { phoneChangedNotices } from "./phone-notice.ts";
import { displayNameOf } from "./rules.ts";

export type UpdateGuardOutcome =
  | { status: "updated" | "unchanged" | "left" }
  | { status: "refused"; errors: readonly FieldError[] };

interface Written {
  status: string;
  hasSite: boolean;
  isChanged: boolean;
  isTold: boolean;
}

/**
 * Changes who a guard is and where; one who has left stays as they were. Edge copies of the code are out of date by the
 * same statement, which also tells the old number when there is another. Throws FORBIDDEN, NOT_FOUND, INVALID_INPUT.
 */
export async function updateGuard(ctx: Ctx, guardId: string, input: GuardDetails): Promise<UpdateGuardOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "guards.write", ctx.clock.now());
  const guard = parseInput(guardDetails, input);
  const { country } = await getOrganisation(ctx);
  const phone = guard.phone === null ? null : readPhone(guard.phone, country);
  if (guard.phone !== null && phone === null) return { status: "refused", errors: [BAD_PHONE] };
  try {
    const statement = updateStatement(ctx, { organisationId, guardId }, { ...guard, phone });
    const [written] = await query<Written>(ctx.db, statement);
    if (!written) throw new AppError("NOT_FOUND", "There is no such guard, or they are not yours.");
    if (written.status === "left") return { status: "left" };
    if (!written.hasSite) return { status: "refused", errors: [BAD_SITE] };
    if (written.isTold) await ctx.wake([{ kind: "message" }]);
    return { status: written.isChanged ? "updated" : "unchanged" };
  } catch (error) {
    if (violatedConstraint(error) !== "guards_employee_id_within_organisation") throw error;
    return { status: "refused", errors: [TAKEN_EMPLOYEE_ID] };
  }
}

function updateStatement(
  ctx: Ctx,
  { organisationId, guardId }: { organisationId: string; guardId: string },
  guard: GuardDetails,
): SQL {
  const change = {
    organisationId,
    action: "guard.updated",
    subject: sql`changed.id`,
    before: sql`changed.before`,
    after: sql`changed.after`,
  };
  const { firstName, lastName, shownAs, badgeNumber, employeeId, phone, language, siteId } = guard;
  return sql`with site as materialized (
      select id from sites where organisation_id = ${organisationId} and id = ${siteId} and status = 'active' for share
    ), old as materialized (
      select o.*, ${guardRecord(sql`o`)} as record from guards o
      where organisation_id = ${organisationId} and id = ${guardId} for update
    ), changed as (
      update guards g set first_name = ${firstName}, last_name = ${lastName}, display_name = ${displayNameOf(guard)},
        shown_as = ${shownAs}, badge_number = ${badgeNumber}, employee_id = ${employeeId}, phone = ${phone},
        language = ${language}, site_id = site.id, updated_at = ${ctx.clock.now()}
      from old, site
      where g.id = old.id and old.status <> 'left'
        and (old.first_name, old.last_name, old.shown_as, old.badge_number, old.employee_id, old.phone, old.language,
          old.site_id) is distinct from (${firstName}, ${lastName}, ${shownAs}, ${badgeNumber}::text, ${employeeId},
          ${phone}::text, ${language}, ${siteId})
      returning g.id, old.record as before, ${guardRecord(sql`g`)} as after
    ), outdated as (${outdateCodes(organisationId, sql`changed`)}),
    audited as (${auditInsert(change, ctx, sql`changed`)}),
    ${phoneChangedNotices(organisationId, ctx)}
    select old.status, exists (select from site) as "hasSite", exists (select from changed) as "isChanged",
      exists (select from rephoned) as "isTold" from old`;
}
