import { sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { actorName, auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { loadFile } from "./known-files.ts";
import { VOID_REASON_CHARACTERS } from "./rules.ts";

/**
 * Asks to give a file up, which another person confirms. From then on nobody can download it; results are still taken, since
 * they say what happened. Throws FORBIDDEN, STEP_UP_REQUIRED, INVALID_INPUT, NOT_FOUND.
 */
export async function startPayoutFileVoid(
  ctx: Ctx,
  { fileId, reason }: { fileId: string; reason: string },
): Promise<{ status: "asked" | "already_asked" | "ended" }> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "payouts.write", at);
  const said = reason.trim();
  const { least, most } = VOID_REASON_CHARACTERS;
  if (said.length < least || said.length > most || /[\p{Cc}\p{Surrogate}]/u.test(said)) {
    const message = `Say why in ${least} to ${most} characters.`;
    throw new AppError("INVALID_INPUT", message, [{ field: "reason", message }]);
  }
  const file = await loadFile(organisationId, fileId, ctx);
  if (file.status !== "exported") return { status: "ended" };
  const entry = { organisationId, action: "payout_file.void_asked", subject: fileId, after: { reason: said } };
  const asked = await query(
    ctx.systemDb,
    sql`with changed as (
        update payout_files set void_asked_by = ${actorName(ctx.actor)}, void_asked_at = ${at}, void_reason = ${said}
        where id = ${fileId} and organisation_id = ${organisationId} and status = 'exported' and void_asked_by is null
        returning id
      ),
      audited as (${auditInsert(entry, ctx, sql`changed`)})
      select id from changed`,
  );
  return { status: asked.length > 0 ? "asked" : "already_asked" };
}
