import { deliverAuditArchives } from "#app/domain/audit/index.ts";
import type { Ctx } from "#app/domain/context.ts";

/** A batch makes some five hundred subrequests; one invocation may make a thousand. What is left is the next run's. */
export async function archiveAudit(ctx: Ctx): Promise<void> {
  await deliverAuditArchives(ctx);
}
