import { sql } from "drizzle-orm";
import { newId, randomBase32 } from "../../core/ids.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { COUNTRIES, type NewOrganisation, newOrganisation } from "./input.ts";
import { POLICY_COLUMNS, termsJson, termsValues } from "./policy-rows.ts";
import { firstTerms } from "./rules.ts";

/**
 * Takes in a tenant, with the first version of its policy: terms of its currency that its own people then confirm.
 * Asante's own people only, in the whole database. The owner is invited afterwards, in the new organisation's name.
 * Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT.
 */
export async function createOrganisation(ctx: Ctx, input: NewOrganisation): Promise<{ organisationId: string }> {
  const now = ctx.clock.now();
  requireStaff(ctx.actor, "platform.write", now);
  const { name, country, timeZone } = parseInput(newOrganisation, input);
  const { currency } = COUNTRIES[country];
  const organisationId = newId("org", now, ctx.randomness);
  const terms = firstTerms(currency);
  const after = { name, country, currency, timeZone, policy: termsJson(terms) };
  const entry = { organisationId, action: "organisation.created", subject: organisationId, after };
  await query(
    ctx.systemDb,
    sql`with changed as (
        insert into organisations (id, name, slug, country, currency, time_zone, created_at)
        values (${organisationId}, ${name}, ${slugOf(name, randomBase32(5, ctx.randomness))}, ${country}, ${currency},
          ${timeZone}, ${now})
        returning id
      ), policy as (
        insert into organisation_policies (${POLICY_COLUMNS})
        select id, 1, ${now}::timestamptz, ${termsValues(terms)} from changed
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  return { organisationId };
}

/** A name that an address can carry, with an end that no other organisation has. */
function slugOf(name: string, end: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return `${words.replaceAll(/^-+|-+$/g, "").slice(0, 40) || "organisation"}-${end.toLowerCase()}`;
}
