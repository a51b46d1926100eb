import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { actorName, auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { readGuardFile } from "./import-file.ts";
import { loadPlan } from "./load.ts";

export type CreateGuardImportOutcome =
  | { status: "previewed"; importId: string }
  | { status: "unreadable"; message: string };

/**
 * Takes in a file of guards and says what it would do; nobody is added or changed before it is applied. The file is kept
 * in object storage until then. Throws FORBIDDEN.
 */
export async function createGuardImport(
  ctx: Ctx,
  file: { name: string; bytes: Uint8Array<ArrayBuffer>; createMissingSites: boolean },
): Promise<CreateGuardImportOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "guards.write", at);
  const reading = readGuardFile(file.bytes);
  if (reading.status === "unreadable") return reading;
  const plan = await loadPlan(ctx, organisationId, { rows: reading.rows, createsSites: file.createMissingSites });
  const importId = newId("imp", at, ctx.randomness);
  const fileKey = `imports/${organisationId}/${importId}.csv`;
  await ctx.files.put(fileKey, file.bytes, {
    customMetadata: { createMissingSites: file.createMissingSites ? "yes" : "no" },
  });
  const counts = { rows: reading.rows.length, rowsWithErrors: plan.rowsWithErrors };
  const change = { organisationId, action: "guard_import.created", subject: importId, after: counts };
  await query(
    ctx.db,
    sql`with created as (
        insert into guard_imports (id, organisation_id, file_name, file_key, status, rows, rows_with_errors, requested_by,
          created_at)
        values (${importId}, ${organisationId}, ${nameOf(file.name)}, ${fileKey}, 'previewed', ${counts.rows},
          ${counts.rowsWithErrors}, ${actorName(ctx.actor)}, ${at})
        returning id
      ), audited as (${auditInsert(change, ctx, sql`created`)})
      select id from created`,
  );
  return { status: "previewed", importId };
}

/** What the person's file is called, as far as it can be stored and shown. */
function nameOf(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, "").slice(0, 120) || "guards.csv";
}
