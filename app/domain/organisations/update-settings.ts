import { sql } from "drizzle-orm";
import { AppError, type FieldError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { SETTING_KEYS, SETTINGS, type SettingKey } from "./settings.ts";

/**
 * Changes settings of the organisation, all of them or none. What equals the default has no row, so that a better default
 * reaches everybody who never chose. What patrons meet makes the edge copies of codes out of date. Throws FORBIDDEN, INVALID_INPUT with the field named by its key.
 */
export async function updateSettings(
  ctx: Ctx,
  wanted: Partial<Record<SettingKey, unknown>>,
): Promise<{ status: "updated"; keys: SettingKey[] } | { status: "unchanged" }> {
  const now = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "organisation.update", now);
  const rows = JSON.stringify(readWanted(wanted));
  const entry = {
    organisationId,
    action: "settings.updated",
    subject: organisationId,
    before: sql`changed.before`,
    after: sql`changed.after`,
  };
  const [changed] = await query<{ keys: SettingKey[] | null }>(
    ctx.db,
    sql`with wanted as (
        select * from jsonb_to_recordset(${rows}::jsonb) as w (key text, value jsonb, fallback jsonb)
      ), differing as (
        select w.*, coalesce(s.value, w.fallback) as old from wanted w
        left join organisation_settings s on s.organisation_id = ${organisationId} and s.key = w.key
        where coalesce(s.value, w.fallback) <> w.value
      ), removed as (
        delete from organisation_settings s using differing d
        where s.organisation_id = ${organisationId} and s.key = d.key and d.value = d.fallback
      ), kept as (
        insert into organisation_settings (organisation_id, key, value, updated_at)
        select ${organisationId}, key, value, ${now}::timestamptz from differing where value <> fallback
        on conflict (organisation_id, key) do update set value = excluded.value, updated_at = excluded.updated_at
      ), changed as (
        select jsonb_object_agg(key, old) as before, jsonb_object_agg(key, value) as after, array_agg(key) as keys
        from differing having count(*) > 0
      ), outdated as (
        update qr_codes set snapshot_at = null where organisation_id = ${organisationId} and status = 'active'
          and exists (select from differing where key like 'patrons.%')
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select keys from changed`,
  );
  return changed?.keys ? { status: "updated", keys: changed.keys } : { status: "unchanged" };
}

function readWanted(wanted: Partial<Record<SettingKey, unknown>>) {
  const errors: FieldError[] = [];
  const rows = SETTING_KEYS.filter((key) => key in wanted).map((key) => {
    const read = SETTINGS[key].schema.safeParse(wanted[key]);
    if (!read.success) errors.push({ field: key, message: read.error.issues[0]?.message ?? "This is not possible." });
    return { key, value: read.success ? read.data : null, fallback: SETTINGS[key].default };
  });
  if (errors.length > 0) throw new AppError("INVALID_INPUT", "Some settings need another look.", errors);
  return rows;
}
