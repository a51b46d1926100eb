import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { type AuditEntry, auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { violatedConstraint } from "../violations.ts";
import { guardRecord, outdateCodes } from "./guard-columns.ts";
import type { ImportPlan, PlannedGuard } from "./import-plan.ts";
import { loadImport, loadImportPlan } from "./load.ts";
import { phoneChangedNotices } from "./phone-notice.ts";

export type ApplyGuardImportOutcome =
  | { status: "applied"; created: number; updated: number; unchanged: number }
  /** Rows are wrong as things stand now: nothing was done. */
  | { status: "has_errors" }
  /** Somebody changed one of its guards or sites in this moment: nothing was done, look again. */
  | { status: "changed" }
  | { status: "not_open" }
  | { status: "file_gone" };

/**
 * Adds and changes the guards of an import: all of them or none, in one statement with an audit row for each, and a text to each old phone number. What it does
 * is decided afresh from its file, and again by the statement: it does nothing unless every guard that it changes is still
 * as it was read, and every site still open. Applied twice, or uploaded again, it changes nothing more.
 * Moves: previewed → applied. Throws FORBIDDEN, NOT_FOUND.
 */
export async function applyGuardImport(ctx: Ctx, importId: string): Promise<ApplyGuardImportOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "guards.write", ctx.clock.now());
  const record = await loadImport(ctx, organisationId, importId);
  if (record.status !== "previewed") return { status: "not_open" };
  const plan = await loadImportPlan(ctx, organisationId, record.fileKey);
  if (plan === null) return { status: "file_gone" };
  if (plan.errors.length > 0) return { status: "has_errors" };
  try {
    const [applied] = await query<{ isTold: boolean }>(ctx.db, applyStatement(ctx, { organisationId, importId }, plan));
    if (!applied) return { status: "changed" };
    if (applied.isTold) await ctx.wake([{ kind: "message" }]);
  } catch (error) {
    if (!RACES.has(violatedConstraint(error) ?? "")) throw error;
    return { status: "changed" };
  }
  ctx.afterwards(ctx.files.delete(record.fileKey));
  return {
    status: "applied",
    created: plan.created.length,
    updated: plan.changed.length,
    unchanged: plan.unchanged,
  };
}

/** What breaks when another adds the same guard or site in the same moment. */
const RACES = new Set(["guards_employee_id_within_organisation", "sites_one_open_per_name"]);

function applyStatement(ctx: Ctx, ids: { organisationId: string; importId: string }, plan: ImportPlan): SQL {
  const at = ctx.clock.now();
  const { organisationId } = ids;
  const rows = [...plan.created, ...plan.changed].map((guard) => rowOf(guard, () => newId("grd", at, ctx.randomness)));
  const audited = (entry: Omit<AuditEntry, "organisationId">, changed: SQL) =>
    auditInsert({ organisationId, ...entry }, ctx, changed);
  return sql`with ${incoming(rows, plan.newSites)}, ${conditions(ctx, ids, plan)}, site_made as (
      insert into sites (id, organisation_id, name, status, created_at)
      select n.id, ${organisationId}, n.name, 'active', ${at}::timestamptz from new_site n, applied returning id, name
    ), made as (
      insert into guards as g (id, organisation_id, site_id, status, first_name, last_name, display_name, shown_as,
        badge_number, employee_id, phone, language, created_at, updated_at)
      select i.id, ${organisationId}, i."siteId", i.status, i."firstName", i."lastName", i."displayName", i."shownAs",
        i."badgeNumber", i."employeeId", i.phone, i.language, ${at}::timestamptz, ${at}::timestamptz
      from incoming i, applied where i."seenAt" is null
      returning g.id, ${guardRecord(sql`g`)} as record
    ), changed as (
      update guards g set first_name = i."firstName", last_name = i."lastName", display_name = i."displayName",
        shown_as = i."shownAs", badge_number = i."badgeNumber", phone = i.phone, language = i.language,
        site_id = i."siteId", updated_at = ${at}
      from standing, incoming i, applied where g.id = standing.id and i.id = standing.id
      returning g.id, standing.record as before, ${guardRecord(sql`g`)} as after
    ), outdated as (${outdateCodes(organisationId, sql`changed`)}),
    sites_audited as (${audited({ action: "site.created", subject: sql`site_made.id`, after: sql`jsonb_build_object('name', site_made.name)` }, sql`site_made`)}),
    made_audited as (${audited({ action: "guard.created", subject: sql`made.id`, after: sql`made.record` }, sql`made`)}),
    changed_audited as (${audited({ action: "guard.updated", subject: sql`changed.id`, before: sql`changed.before`, after: sql`changed.after` }, sql`changed`)}),
    applied_audited as (${audited({ action: "guard_import.applied", subject: ids.importId, after: { created: plan.created.length, updated: plan.changed.length } }, sql`applied`)}),
    ${phoneChangedNotices(organisationId, ctx)}
    select exists (select from rephoned) as "isTold" from applied`;
}

type IncomingRow = Pick<
  PlannedGuard,
  | "employeeId"
  | "firstName"
  | "lastName"
  | "displayName"
  | "shownAs"
  | "badgeNumber"
  | "phone"
  | "language"
  | "siteId"
  | "status"
> & { id: string; seenAt: string | null };

function rowOf(guard: PlannedGuard, newGuardId: () => string): IncomingRow {
  const { employeeId, firstName, lastName, displayName, shownAs, badgeNumber, phone, language, siteId, status } = guard;
  return {
    ...{ employeeId, firstName, lastName, displayName, shownAs, badgeNumber, phone, language, siteId, status },
    id: guard.standing?.id ?? newGuardId(),
    seenAt: guard.standing?.updatedAt ?? null,
  };
}

function incoming(rows: readonly IncomingRow[], newSites: ImportPlan["newSites"]): SQL {
  return sql`incoming as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (id text, "employeeId" text, "firstName" text,
        "lastName" text, "displayName" text, "shownAs" text, "badgeNumber" text, phone text, language text,
        "siteId" text, status text, "seenAt" timestamptz)
    ), new_site as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(newSites)}::jsonb) as n (id text, name text)
    )`;
}

/** `applied` has a row only when all that the plan rests on still holds; what it rests on is locked meanwhile. */
function conditions(ctx: Ctx, ids: { organisationId: string; importId: string }, plan: ImportPlan): SQL {
  const { organisationId, importId } = ids;
  return sql`standing as materialized (
      select g.id, ${guardRecord(sql`g`)} as record from guards g join incoming i on i.id = g.id
      where g.organisation_id = ${organisationId} and g.status <> 'left' and g.updated_at = i."seenAt"
      for update of g
    ), open_site as materialized (
      select s.id from sites s
      where s.organisation_id = ${organisationId} and s.status = 'active' and s.id in (select "siteId" from incoming)
      for share
    ), applied as (
      update guard_imports set status = 'applied', applied_at = ${ctx.clock.now()}, rows_with_errors = 0,
        created = ${plan.created.length}, updated = ${plan.changed.length}
      where organisation_id = ${organisationId} and id = ${importId} and status = 'previewed'
        and (select count(*) from standing) = ${plan.changed.length}
        and (select count(*) from open_site) = (
          select count(distinct "siteId") from incoming where "siteId" not in (select id from new_site)
        )
      returning id
    )`;
}
