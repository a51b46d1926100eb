import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { type Ctx, query } from "../context.ts";

/**
 * Tells the people of each transfer's organisation that what the rail says of it cannot be booked: one alert a transfer, which
 * opens again when it was resolved and the trouble is still there.
 */
export async function createPayoutAlerts(ctx: Ctx, left: readonly { reference: string; why: string }[]): Promise<void> {
  const at = ctx.clock.now();
  const rows = left.map((one) => ({ ...one, alert_id: newId("alt", at, ctx.randomness) }));
  await query(
    ctx.db,
    sql`insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select r.alert_id, a.organisation_id, 'payout.not_applied', a.reference,
        'what the rail says of this transfer cannot be booked: ' || r.why, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (alert_id text, reference text, why text)
      join payout_attempts a on a.reference = r.reference
      on conflict (kind, subject) do update
        set resolved_at = null, raised_at = excluded.raised_at, detail = excluded.detail where alerts.resolved_at is not null`,
  );
}
