import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { GuardLanguage, GuardStatus, ShownAs } from "./input.ts";

export interface Guard {
  id: string;
  firstName: string;
  lastName: string;
  displayName: string;
  shownAs: ShownAs;
  badgeNumber: string | null;
  employeeId: string;
  phone: string | null;
  language: GuardLanguage;
  status: GuardStatus;
  siteId: string;
  siteName: string;
  photoKey: string | null;
  hasPayoutAccount: boolean;
  createdAt: string;
  leftAt: string | null;
}

/** One guard of the organisation, whatever their status. Throws FORBIDDEN, NOT_FOUND. */
export async function getGuard(ctx: Ctx, guardId: string): Promise<Guard> {
  const { organisationId } = requireStaff(ctx.actor, "guards.read", ctx.clock.now());
  const [found] = await query<Guard>(
    ctx.db,
    sql`select g.id, g.first_name as "firstName", g.last_name as "lastName", g.display_name as "displayName",
        g.shown_as as "shownAs", g.badge_number as "badgeNumber", g.employee_id as "employeeId", g.phone, g.language,
        g.status, g.site_id as "siteId", s.name as "siteName", g.photo_key as "photoKey",
        g.created_at as "createdAt", g.left_at as "leftAt",
        exists (select from payout_accounts p
          where p.organisation_id = g.organisation_id and p.guard_id = g.id and p.status = 'active') as "hasPayoutAccount"
      from guards g join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      where g.organisation_id = ${organisationId} and g.id = ${guardId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such guard, or they are not yours.");
  return found;
}
