import { type SQL, sql } from "drizzle-orm";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { codeRecord, mintCode, type NewCode, nextVersion } from "./minting.ts";

/** As many as one import can bring; a cron's statements have less time, and it comes again. */
const AT_ONCE = 5_000;
const AT_ONCE_BY_THE_SYSTEM = 500;

type MissingCode = NewCode & { organisationId: string };

/**
 * Mints a code for every active guard who never had one, in one statement, and says how many were minted. Staff do it for
 * their organisation, the system for all, so that nothing stays half-done. A code that was revoked is not replaced unasked.
 * A guard who got one or left meanwhile gets none, and a serial that was there already is drawn again by the next call.
 * Throws FORBIDDEN.
 */
export async function createMissingCodes(ctx: Ctx): Promise<number> {
  const organisationId =
    ctx.actor.kind === "system" ? null : requireStaff(ctx.actor, "codes.write", ctx.clock.now()).organisationId;
  const missing = await query<{ guardId: string; organisationId: string; slug: string }>(
    ctx.db,
    sql`select g.id as "guardId", g.organisation_id as "organisationId", o.slug
      from guards g join organisations o on o.id = g.organisation_id
      where g.status = 'active' and (${organisationId}::text is null or g.organisation_id = ${organisationId})
        and not exists (select from qr_codes c where c.guard_id = g.id)
      order by g.id limit ${organisationId === null ? AT_ONCE_BY_THE_SYSTEM : AT_ONCE}`,
  );
  if (missing.length === 0) return 0;
  const codes = await Promise.all(
    missing.map(async (guard) => ({
      ...(await mintCode(guard.guardId, guard.slug, ctx)),
      organisationId: guard.organisationId,
    })),
  );
  const [created] = await query<{ count: number }>(ctx.db, createStatement(ctx, codes));
  return created?.count ?? 0;
}

function createStatement(ctx: Ctx, codes: readonly MissingCode[]): SQL {
  const creation = {
    organisationId: sql`created.organisation_id`,
    action: "qr_code.created",
    subject: sql`created.id`,
    after: codeRecord(sql`created`),
  };
  return sql`with minted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb)
        as m (id text, token text, serial text, "guardId" text, "organisationId" text)
    ), created as (
      insert into qr_codes as c (id, organisation_id, guard_id, token, serial, version, status, created_at)
      select m.id, g.organisation_id, g.id, m.token, m.serial, ${nextVersion(sql`g.id`)}, 'active',
        ${ctx.clock.now()}::timestamptz
      from minted m join guards g on g.organisation_id = m."organisationId" and g.id = m."guardId"
      where g.status = 'active'
      on conflict do nothing
      returning c.id, c.organisation_id, c.guard_id, c.serial, c.version
    ), audited as (${auditInsert(creation, ctx, sql`created`)})
    select count(*)::int as count from created`;
}
