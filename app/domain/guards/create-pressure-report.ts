import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { newId, readBase32 } from "../../core/ids.ts";
import { minutes } from "../../core/time.ts";
import { type Ctx, isDatabaseDown, query } from "../context.ts";
import type { PressureReport } from "./input.ts";

/**
 * Records that a patron was put under pressure. Anonymous by construction: nothing about the patron is stored. Raises one
 * alert a guard, or raises it again once somebody had seen to it: the reports behind it are a list of their own.
 * `token` is what the page was opened with; one that is in no table is `not_ours`. Refuses: RATE_LIMITED, UNAVAILABLE.
 */
export async function createPressureReport(
  ctx: Ctx,
  { token, kind, details }: PressureReport,
): Promise<{ status: "recorded" } | { status: "not_ours" }> {
  const limit = ctx.settings.lookupsPerAddressPerMinute;
  const limited = await ctx.limits.take([{ key: `reports:address:${ctx.address}`, limit, windowMs: minutes(1) }]);
  if (!limited.allowed) {
    throw new AppError(
      "RATE_LIMITED",
      "Too many reports came from here. Wait a moment.",
      [],
      limited.retryAfterSeconds,
    );
  }
  const at = ctx.clock.now();
  try {
    const recorded = await query(
      ctx.db,
      sql`with recorded as (
          insert into pressure_reports (id, organisation_id, code_id, kind, details, created_at)
          select ${newId("prs", at, ctx.randomness)}, organisation_id, id, ${kind}, ${details}, ${at}
          from qr_codes where token = ${readBase32(token) ?? ""} returning id, organisation_id, code_id
        ), alerted as (
          insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
          select ${newId("alt", at, ctx.randomness)}, r.organisation_id, 'pressure_report', g.id,
            format('patrons reported pressure about %s at %s; the reports are under “Pressure reports”', g.display_name, s.name), ${at}::timestamptz
          from recorded r join qr_codes c on c.id = r.code_id
          join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
          join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
          on conflict (kind, subject) do update
            set raised_at = excluded.raised_at, detail = excluded.detail, resolved_at = null
            where alerts.resolved_at is not null
        )
        select id from recorded`,
    );
    return { status: recorded.length > 0 ? "recorded" : "not_ours" };
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    throw new AppError("UNAVAILABLE", "Your report could not be saved. Please try again in a minute.");
  }
}
