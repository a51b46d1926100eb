import type { Ctx } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { loadPrintJob } from "../load.ts";
import type { PrintJob } from "./job.ts";

/** A print, and how far it is. Throws FORBIDDEN, NOT_FOUND. */
export async function getPrintJob(ctx: Ctx, jobId: string): Promise<PrintJob> {
  const { organisationId } = requireStaff(ctx.actor, "prints.read", ctx.clock.now());
  return loadPrintJob(ctx, organisationId, jobId);
}
