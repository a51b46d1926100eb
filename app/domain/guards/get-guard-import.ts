import type { Ctx } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import type { ImportPlan } from "./import-plan.ts";
import { type ImportRecord, loadImport, loadImportPlan } from "./load.ts";

/** An import, and while it waits what it would do as things stand now; `plan` is null when its file is no longer kept. */
export interface GuardImport {
  record: ImportRecord;
  plan: ImportPlan | null;
}

/** Throws FORBIDDEN, NOT_FOUND. */
export async function getGuardImport(ctx: Ctx, importId: string): Promise<GuardImport> {
  const { organisationId } = requireStaff(ctx.actor, "guards.write", ctx.clock.now());
  const record = await loadImport(ctx, organisationId, importId);
  const plan = record.status === "previewed" ? await loadImportPlan(ctx, organisationId, record.fileKey) : null;
  return { record, plan };
}
