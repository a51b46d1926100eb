import type { Ctx } from "#app/domain/context.ts";
import { createMissingCodes, deliverSnapshots } from "#app/domain/qr/index.ts";

/** Each batch makes a hundred subrequests; one invocation may make a thousand. */
const BATCHES_AT_MOST = 8;

/**
 * Every ten minutes: mints the codes that something left out, and renews the edge copies that grow old, in bulk; the sweep
 * writes those of codes that changed.
 */
export async function snapshots(ctx: Ctx): Promise<void> {
  await createMissingCodes(ctx);
  for (let batch = 0; batch < BATCHES_AT_MOST && (await deliverSnapshots(ctx)) > 0; batch++);
}
