import { createScanAlerts } from "#app/domain/analytics/index.ts";
import type { Ctx } from "#app/domain/context.ts";

/** Each morning: says which codes fell silent or are scanned much less than they were. One statement. */
export async function watchCodes(ctx: Ctx): Promise<void> {
  await createScanAlerts(ctx);
}
