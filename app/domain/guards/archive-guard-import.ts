import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { loadImport } from "./load.ts";

/** Drops an import that was not applied, and its file. Moves: previewed → discarded. Throws FORBIDDEN, NOT_FOUND. */
export async function archiveGuardImport(
  ctx: Ctx,
  importId: string,
): Promise<{ status: "discarded" } | { status: "not_open" }> {
  const { organisationId } = requireStaff(ctx.actor, "guards.write", ctx.clock.now());
  const { fileKey } = await loadImport(ctx, organisationId, importId);
  const change = { organisationId, action: "guard_import.discarded", subject: importId };
  const changed = await query(
    ctx.db,
    sql`with changed as (
        update guard_imports set status = 'discarded'
        where organisation_id = ${organisationId} and id = ${importId} and status = 'previewed' returning id
      ), audited as (${auditInsert(change, ctx, sql`changed`)})
      select id from changed`,
  );
  if (changed.length === 0) return { status: "not_open" };
  ctx.afterwards(ctx.files.delete(fileKey));
  return { status: "discarded" };
}
