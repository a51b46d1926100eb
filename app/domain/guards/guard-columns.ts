import { type SQL, sql } from "drizzle-orm";

/** What the audit log keeps of a guard: everything that staff may change. */
export function guardRecord(guard: SQL): SQL {
  return sql`jsonb_build_object('firstName', ${guard}.first_name, 'lastName', ${guard}.last_name,
    'displayName', ${guard}.display_name, 'shownAs', ${guard}.shown_as, 'badgeNumber', ${guard}.badge_number,
    'employeeId', ${guard}.employee_id, 'phone', ${guard}.phone, 'language', ${guard}.language,
    'siteId', ${guard}.site_id, 'status', ${guard}.status)`;
}

/**
 * Says that what patrons see of some guards has changed: the edge copies of their codes are out of date. A part of the
 * changing statement; `changed` is a CTE with their ids.
 */
export function outdateCodes(organisationId: string, changed: SQL): SQL {
  return sql`update qr_codes c set snapshot_at = null from ${changed}
    where c.organisation_id = ${organisationId} and c.guard_id = ${changed}.id and c.status = 'active'`;
}
