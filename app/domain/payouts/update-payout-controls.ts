import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { actorName, auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";

export interface PayoutControls {
  /** `platform`: Asante's own switch and cap, which hold for every organisation. */
  scope: "organisation" | "platform";
  currency: string;
  /** The kill switch; left out, it stays as it is, and so does its reason. */
  isStopped?: boolean;
  stopReason?: string | null;
  /** What may be sent a day, in minor units; null: no cap; left out, it stays as it is. */
  dailyCapMinor?: bigint | null;
}

const PLATFORM = "org-platform";

/**
 * Sets the kill switch, the daily cap, or both: who sets one does not undo what another sets meanwhile of the other. What is
 * at the rail already goes on; nothing is claimed after a stop is committed.
 * Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT.
 */
export async function updatePayoutControls(ctx: Ctx, wishes: PayoutControls): Promise<void> {
  const at = ctx.clock.now();
  const { scope, currency, isStopped, dailyCapMinor } = wishes;
  const staff = requireStaff(ctx.actor, scope === "platform" ? "platform.write" : "payouts.write", at);
  const organisationId = scope === "platform" ? PLATFORM : staff.organisationId;
  if (!/^[A-Z]{3}$/.test(currency) || (dailyCapMinor && dailyCapMinor < 0n)) {
    throw new AppError("INVALID_INPUT", "A currency and a cap of nothing or more, please.");
  }
  const stopReason = isStopped ? (wishes.stopReason?.trim().slice(0, 200) ?? null) : null;
  const [setsSwitch, setsCap] = [isStopped !== undefined, dailyCapMinor !== undefined];
  const cap = dailyCapMinor === undefined || dailyCapMinor === null ? null : String(dailyCapMinor);
  const entry = {
    organisationId,
    action: isStopped ? "payouts.stopped" : "payouts.controls_updated",
    subject: currency,
    after: { ...(setsSwitch ? { isStopped, stopReason } : {}), ...(setsCap ? { dailyCapMinor: cap } : {}) },
  };
  await query(
    ctx.systemDb,
    sql`with changed as (
        insert into payout_controls (organisation_id, currency, is_stopped, stop_reason, daily_cap_minor, updated_by, updated_at)
        values (${organisationId}, ${currency}, ${isStopped ?? false}, ${stopReason}, ${cap}::bigint, ${actorName(ctx.actor)}, ${at})
        on conflict (organisation_id, currency) do update set
          is_stopped = case when ${setsSwitch} then excluded.is_stopped else payout_controls.is_stopped end,
          stop_reason = case when ${setsSwitch} then excluded.stop_reason else payout_controls.stop_reason end,
          daily_cap_minor = case when ${setsCap} then excluded.daily_cap_minor else payout_controls.daily_cap_minor end,
          updated_by = excluded.updated_by, updated_at = excluded.updated_at
        returning organisation_id
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select from changed`,
  );
  if (!isStopped) await ctx.wake([{ kind: "payouts" }]);
}
