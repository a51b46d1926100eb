import { sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { type Currency, isCurrency } from "../../core/currency.ts";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

/** An organisation as its own staff see it. */
export interface Organisation {
  id: string;
  name: string;
  slug: string;
  status: "active" | "suspended";
  country: string;
  currency: Currency;
  timeZone: string;
  language: string;
  brandColour: string;
  logoKey: string | null;
}

/** The organisation that the staff member is at work in. Throws NOT_FOUND, FORBIDDEN. */
export async function getOrganisation(ctx: Ctx): Promise<Organisation> {
  const { organisationId } = requireStaff(ctx.actor, "organisation.read", ctx.clock.now());
  const [found] = await query<Organisation>(
    ctx.db,
    sql`select id, name, slug, status, country, currency, time_zone as "timeZone", language,
        brand_colour as "brandColour", logo_key as "logoKey"
      from organisations where id = ${organisationId} and kind = 'tenant'`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such organisation, or it is not yours.");
  assert(isCurrency(found.currency), "an organisation's currency is one we handle");
  return found;
}
