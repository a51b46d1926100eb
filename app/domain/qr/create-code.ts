import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { codeRecord, mintCode, type NewCode, nextVersion } from "./minting.ts";
import { writeTombstone } from "./snapshots.ts";

export type CreateCodeOutcome =
  | { status: "created"; codeId: string; serial: string }
  /** The guard has another active code than the one to replace, or one where none was expected. */
  | { status: "changed" }
  | { status: "guard_not_active" };

interface Found {
  guardStatus: string;
  slug: string;
  codeId: string | null;
  token: string | null;
}

/**
 * Mints a guard's code. With `replaces`, the guard's present code, that one is revoked by the same statement, its
 * tombstone written first; so a guard has one code at any time and an old poster takes no more money from then on.
 * A code that was replaced meanwhile stays replaced: `changed`. Throws FORBIDDEN, NOT_FOUND.
 */
export async function createCode(
  ctx: Ctx,
  { guardId, replaces }: { guardId: string; replaces: string | null },
): Promise<CreateCodeOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "codes.write", ctx.clock.now());
  const [found] = await query<Found>(
    ctx.db,
    sql`select g.status as "guardStatus", o.slug, c.id as "codeId", c.token
      from guards g join organisations o on o.id = g.organisation_id
      left join qr_codes c on c.organisation_id = g.organisation_id and c.guard_id = g.id and c.status = 'active'
      where g.organisation_id = ${organisationId} and g.id = ${guardId}`,
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such guard, or they are not yours.");
  if (found.guardStatus !== "active") return { status: "guard_not_active" };
  if (found.codeId !== replaces) return { status: "changed" };
  if (found.token !== null) await writeTombstone(ctx.files, found.token, ctx.clock.now());

  const code = await mintCode(guardId, found.slug, ctx);
  const created = await query(ctx.db, createStatement(ctx, organisationId, code, replaces));
  return created.length > 0 ? { status: "created", codeId: code.id, serial: code.serial } : { status: "changed" };
}

/** The new code is made from the revoked row, so that it is there only after the old one has gone. */
function createStatement(ctx: Ctx, organisationId: string, code: NewCode, replaces: string | null): SQL {
  const at = ctx.clock.now();
  const revocation = {
    organisationId,
    action: "qr_code.revoked",
    subject: sql`revoked.id`,
    before: { status: "active" },
    after: sql`jsonb_build_object('status', 'revoked', 'replacedBy', ${code.id}::text)`,
  };
  const creation = {
    organisationId,
    action: "qr_code.created",
    subject: sql`created.id`,
    after: codeRecord(sql`created`),
  };
  return sql`with guard as materialized (
      select id from guards
      where organisation_id = ${organisationId} and id = ${code.guardId} and status = 'active'
        -- Nothing is revoked for a code that cannot be made.
        and not exists (select from qr_codes taken where taken.serial = ${code.serial})
      for update
    ), revoked as (
      update qr_codes c set status = 'revoked', revoked_at = ${at} from guard
      where c.organisation_id = ${organisationId} and c.guard_id = guard.id and c.id = ${replaces} and c.status = 'active'
      returning c.id, c.guard_id
    ), created as (
      insert into qr_codes as c (id, organisation_id, guard_id, token, serial, version, status, created_at)
      select ${code.id}, ${organisationId}, place.guard_id, ${code.token}, ${code.serial},
        ${nextVersion(sql`place.guard_id`)}, 'active', ${at}::timestamptz
      from (select guard_id from revoked union all select id from guard where ${replaces}::text is null) as place
      on conflict do nothing
      returning c.id, c.guard_id, c.serial, c.version
    ), revocation_audited as (${auditInsert(revocation, ctx, sql`revoked`)}),
    creation_audited as (${auditInsert(creation, ctx, sql`created`)})
    select id from created`;
}
