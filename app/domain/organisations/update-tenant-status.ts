import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { type TenantStatusChange, tenantStatusChange } from "./input.ts";

/**
 * Suspends a tenant, or reinstates it. Suspended, its guards take no tips, no settlement is run for it and its own people
 * are shown out; what guards are owed stays in the books, and payouts that were sent before go on. The edge copies of its
 * codes are out of date by the same statement. Asante's own people only, in the whole database; in the tenant's audit log.
 * Moves: active ↔ suspended. Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT, NOT_FOUND.
 */
export async function updateTenantStatus(
  ctx: Ctx,
  input: TenantStatusChange,
): Promise<{ status: "updated" | "unchanged"; name: string }> {
  requireStaff(ctx.actor, "platform.write", ctx.clock.now());
  const { organisationId, to, reason } = parseInput(tenantStatusChange, input);
  const entry = {
    organisationId,
    action: to === "suspended" ? "organisation.suspended" : "organisation.reinstated",
    subject: organisationId,
    before: { status: to === "suspended" ? "active" : "suspended" },
    after: { status: to, reason },
  };
  const [row] = await query<{ name: string; changed: boolean }>(
    ctx.systemDb,
    sql`with tenant as materialized (
        select id, name from organisations where id = ${organisationId} and kind = 'tenant' for update
      ), changed as (
        update organisations o set status = ${to} from tenant
        where o.id = tenant.id and o.status <> ${to} returning o.id
      ), outdated as (
        update qr_codes set snapshot_at = null
        where organisation_id = ${organisationId} and status = 'active' and exists (select from changed)
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select name, exists (select from changed) as changed from tenant`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such organisation.");
  return { status: row.changed ? "updated" : "unchanged", name: row.name };
}
