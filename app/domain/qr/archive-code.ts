import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { writeTombstone } from "./snapshots.ts";

export type ArchiveCodeOutcome = { status: "revoked" } | { status: "not_active" };

/**
 * Revokes a code at once and puts none in its place: the guard has a code again when one is minted for them. The tombstone
 * in object storage comes first, so that no edge copy outlives the row. Moves: active → revoked. Throws FORBIDDEN, and
 * NOT_FOUND for a code of another organisation.
 */
export async function archiveCode(ctx: Ctx, { codeId }: { codeId: string }): Promise<ArchiveCodeOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "codes.write", ctx.clock.now());
  const [found] = await query<{ token: string; status: string }>(
    ctx.db,
    sql`select token, status from qr_codes where id = ${codeId} and organisation_id = ${organisationId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such code, or it is not yours.");
  if (found.status !== "active") return { status: "not_active" };

  await writeTombstone(ctx.files, found.token, ctx.clock.now());
  const change = {
    organisationId,
    action: "qr_code.revoked",
    subject: codeId,
    before: { status: "active" },
    after: { status: "revoked" },
  };
  const revoked = await query(
    ctx.db,
    sql`with revoked as (
        update qr_codes set status = 'revoked', revoked_at = ${ctx.clock.now()}
        where id = ${codeId} and organisation_id = ${organisationId} and status = 'active' returning id
      ), audited as (${auditInsert(change, ctx, sql`revoked`)})
      select id from revoked`,
  );
  return { status: revoked.length > 0 ? "revoked" : "not_active" };
}
