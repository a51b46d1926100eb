import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { OrganisationFacts } from "./input.ts";
import { settingInsert } from "./settings.ts";

/**
 * Changes the general facts of the organisation, and so confirms them (first-run checklist). Country and currency are not
 * among them: money has them for ever. What patrons see of it makes the edge copies of its codes out of date.
 * Throws FORBIDDEN.
 */
export async function updateOrganisation(
  ctx: Ctx,
  { name, timeZone, language, brandColour }: OrganisationFacts,
): Promise<{ status: "updated" | "unchanged" }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "organisation.update", now);
  const entry = {
    organisationId,
    action: "organisation.updated",
    subject: organisationId,
    before: sql`changed.before`,
    after: { name, timeZone, language, brandColour },
  };
  const [row] = await query<{ changed: string }>(
    ctx.db,
    sql`with old as (
        select id, name, time_zone, language, brand_colour from organisations
        where id = ${organisationId} and kind = 'tenant' for update
      ), changed as (
        update organisations o
        set name = ${name}, time_zone = ${timeZone}, language = ${language}, brand_colour = ${brandColour}
        from old where o.id = old.id and (old.name, old.time_zone, old.language, old.brand_colour)
          is distinct from (${name}, ${timeZone}, ${language}, ${brandColour})
        returning jsonb_build_object('name', old.name, 'timeZone', old.time_zone, 'language', old.language,
          'brandColour', old.brand_colour) as before
      ), outdated as (
        update qr_codes set snapshot_at = null
        where organisation_id = ${organisationId} and status = 'active' and exists (select from changed)
      ), confirmed as (${settingInsert(organisationId, "setup.confirmed", true, now, sql`old`)}),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select count(*) as changed from changed`,
  );
  return { status: row?.changed === "1" ? "updated" : "unchanged" };
}
