import { describeFault } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import { createDueSettlementRuns, createForecastAlerts, settleGuards } from "#app/domain/payouts/index.ts";
import { sendWaiting } from "../queues/payouts.ts";

/** Two hundred thousand accounts; what is left is the sweep's. */
const STEPS_AT_MOST = 200;

/**
 * Every 15 minutes: opens the settlement runs that are due, goes on with all that are open, and begins to send. The queue and
 * the sweep go on where this ends. A forecast that cannot be made keeps nobody from being paid.
 */
export async function settle(ctx: Ctx): Promise<void> {
  await createDueSettlementRuns(ctx);
  for (let step = 0; step < STEPS_AT_MOST && (await settleGuards(ctx)) > 0; step++);
  await sendWaiting(ctx);
  try {
    await createForecastAlerts(ctx);
  } catch (error) {
    ctx.log.error("settle.no_forecast", describeFault(error));
  }
}
