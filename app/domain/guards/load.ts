import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";
import { settingOf } from "../organisations/index.ts";
import { type FileRow, readGuardFile } from "./import-file.ts";
import { type ImportPlan, planImport, type StandingGuard } from "./import-plan.ts";
import type { GuardLanguage, ShownAs } from "./input.ts";

export interface ImportRecord {
  id: string;
  fileName: string;
  fileKey: string;
  status: "previewed" | "applied" | "discarded";
  rows: number;
  rowsWithErrors: number;
  created: number | null;
  updated: number | null;
  createdAt: string;
  appliedAt: string | null;
}

/** An import of the organisation. Throws NOT_FOUND. */
export async function loadImport(ctx: Ctx, organisationId: string, importId: string): Promise<ImportRecord> {
  const [found] = await query<ImportRecord>(
    ctx.db,
    sql`select id, file_name as "fileName", file_key as "fileKey", status, rows, rows_with_errors as "rowsWithErrors",
        created, updated, created_at as "createdAt", applied_at as "appliedAt"
      from guard_imports where organisation_id = ${organisationId} and id = ${importId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such import, or it is not yours.");
  return found;
}

/** What an uploaded file would do now; null when the file is no longer kept or makes no sense. */
export async function loadImportPlan(ctx: Ctx, organisationId: string, fileKey: string): Promise<ImportPlan | null> {
  const file = await ctx.files.get(fileKey);
  if (!file) return null;
  const reading = readGuardFile(new Uint8Array(await file.arrayBuffer()));
  if (reading.status === "unreadable") return null;
  const createsSites = file.customMetadata?.["createMissingSites"] === "yes";
  return loadPlan(ctx, organisationId, { rows: reading.rows, createsSites });
}

/** Checks rows of a file against the organisation as it is now: one statement. */
export async function loadPlan(
  ctx: Ctx,
  organisationId: string,
  { rows, createsSites }: { rows: readonly FileRow[]; createsSites: boolean },
): Promise<ImportPlan> {
  const ids = rows.map(({ values }) => values.employeeId ?? "").filter((id) => !/[\0\p{Surrogate}]/u.test(id));
  const [facts] = await query<{
    country: string;
    language: GuardLanguage;
    shownAs: ShownAs;
    sites: { id: string; name: string }[];
    guards: StandingGuard[];
  }>(
    ctx.db,
    sql`select o.country, o.language, ${settingOf("guards.shown_as", sql`o.id`)} #>> '{}' as "shownAs",
        (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name)), '[]') from sites s
          where s.organisation_id = o.id and s.status = 'active') as sites,
        (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'status', g.status, 'firstName', g.first_name,
            'lastName', g.last_name, 'employeeId', g.employee_id, 'badgeNumber', g.badge_number, 'phone', g.phone,
            'language', g.language, 'shownAs', g.shown_as, 'siteId', g.site_id, 'siteName', s.name,
            'updatedAt', g.updated_at::text)), '[]')
          from guards g join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
          where g.organisation_id = o.id and g.employee_id = any(${sql.param(ids)}::text[])) as guards
      from organisations o where o.id = ${organisationId}`,
  );
  if (!facts) throw new AppError("NOT_FOUND", "There is no such organisation, or it is not yours.");
  const at = ctx.clock.now();
  const newSiteId = createsSites ? () => newId("site", at, ctx.randomness) : null;
  return planImport(rows, { ...facts, newSiteId });
}
