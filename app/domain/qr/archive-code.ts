import { sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { writeTombstone } from "./snapshots.ts";

export type ArchiveCodeOutcome = { status: "revoked" } | { status: "not_active" };

/**
 * Revokes a code at once. The tombstone in object storage comes first, so that no edge copy outlives the row.
 * Moves: active → revoked. A code of another organisation is `not_active`, as is one revoked before.
 */
export async function archiveCode(
  ctx: Ctx,
  input: { organisationId: string; codeId: string },
): Promise<ArchiveCodeOutcome> {
  const [found] = await query<{ token: string }>(
    ctx.db,
    sql`select token from qr_codes
      where id = ${input.codeId} and organisation_id = ${input.organisationId} and status = 'active'`,
  );
  if (!found) return { status: "not_active" };

  await writeTombstone(ctx.files, found.token, ctx.clock.now());
  const change = {
    organisationId: input.organisationId,
    action: "qr_code.revoked",
    subject: input.codeId,
    before: { status: "active" },
    after: { status: "revoked" },
  };
  const revoked = await query(
    ctx.db,
    sql`with revoked as (
        update qr_codes set status = 'revoked', revoked_at = ${ctx.clock.now()}
        where id = ${input.codeId} and organisation_id = ${input.organisationId} and status = 'active' returning id
      ), audited as (${auditInsert(change, ctx, sql`revoked`)})
      select id from revoked`,
  );
  return { status: revoked.length > 0 ? "revoked" : "not_active" };
}
