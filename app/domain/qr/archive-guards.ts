import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { guardIdsInput, type StatusChangeOutcome, statusChange } from "../guards/index.ts";
import { parseInput } from "../parsing.ts";
import { requireStaff } from "../permissions.ts";
import { writeTombstone } from "./snapshots.ts";

/** A Worker has six connections at once. */
const TOMBSTONES_AT_ONCE = 6;

/**
 * Guards leave, up to 500 at once, for good: one statement moves them to `left` and revokes their codes. The tombstones of
 * the codes come first, so that no edge copy takes a tip for somebody who has left, and those of codes that were minted
 * meanwhile right after; interrupted, it is done again. Moves: draft | active | suspended → left.
 * Throws FORBIDDEN, INVALID_INPUT.
 */
export async function archiveGuards(ctx: Ctx, input: { guardIds: readonly string[] }): Promise<StatusChangeOutcome> {
  const at = ctx.clock.now();
  const { organisationId } = requireStaff(ctx.actor, "guards.write", at);
  const guardIds = parseInput(guardIdsInput, input.guardIds);
  const codes = await query<{ token: string }>(
    ctx.db,
    sql`select c.token from qr_codes c join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
      where c.organisation_id = ${organisationId} and c.guard_id = any(${sql.param(guardIds)}::text[])
        and c.status = 'active' and g.status <> 'left'`,
  );
  const buried = new Set(codes.map(({ token }) => token));
  await buryAll(ctx.files, [...buried], at);
  const [done] = await query<{ changed: string[]; tokens: string[] }>(
    ctx.db,
    leaveStatement(ctx, organisationId, guardIds),
  );
  const { changed = [], tokens = [] } = done ?? {};
  await buryAll(
    ctx.files,
    tokens.filter((token) => !buried.has(token)),
    at,
  );
  return { changed, untouched: guardIds.length - changed.length };
}

async function buryAll(files: R2Bucket, tokens: readonly string[], at: Instant): Promise<void> {
  for (let i = 0; i < tokens.length; i += TOMBSTONES_AT_ONCE) {
    await Promise.all(tokens.slice(i, i + TOMBSTONES_AT_ONCE).map((token) => writeTombstone(files, token, at)));
  }
}

function leaveStatement(ctx: Ctx, organisationId: string, guardIds: readonly string[]): SQL {
  const revocation = {
    organisationId,
    action: "qr_code.revoked",
    subject: sql`revoked.id`,
    before: { status: "active" },
    after: { status: "revoked", because: "the guard left" },
  };
  return sql`with ${statusChange({ organisationId, guardIds, change: "leave" }, ctx)}, revoked as (
      update qr_codes c set status = 'revoked', revoked_at = ${ctx.clock.now()}, snapshot_at = null from moved
      where c.organisation_id = ${organisationId} and c.guard_id = moved.id and c.status = 'active'
      returning c.id, c.token
    ), revocation_audited as (${auditInsert(revocation, ctx, sql`revoked`)})
    select coalesce((select jsonb_agg(id order by id) from moved), '[]') as changed,
      coalesce((select jsonb_agg(token) from revoked), '[]') as tokens`;
}
