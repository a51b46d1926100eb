import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { preparePicture, removePicture, storePicture } from "../pictures.ts";

/**
 * Gives the organisation a logo, or with null takes it away. The picture is stored first, under a key of its own, then the
 * row is changed, and the one that is shown no longer is removed last. Throws FORBIDDEN, NOT_FOUND.
 */
export async function updateLogo(
  ctx: Ctx,
  { logo }: { logo: Uint8Array<ArrayBuffer> | null },
): Promise<{ status: "updated" } | { status: "refused"; message: string }> {
  const { organisationId } = requireStaff(ctx.actor, "organisation.update", ctx.clock.now());
  const outcome = logo && (await preparePicture(ctx.images, logo, { crop: null, shape: "whole" }));
  if (outcome?.status === "refused") return { status: "refused", message: outcome.message };
  const logoKey = outcome && (await storePicture(ctx, outcome.picture));
  const action = logoKey === null ? "organisation.logo_removed" : "organisation.logo_updated";
  const entry = {
    organisationId,
    action,
    subject: organisationId,
    before: sql`jsonb_build_object('logo', changed.old_key)`,
    after: { logo: logoKey },
  };
  const [old] = await query<{ logoKey: string | null }>(
    ctx.db,
    sql`with old as materialized (
        select id, logo_key from organisations where id = ${organisationId} and kind = 'tenant' for update
      ), changed as (
        update organisations o set logo_key = ${logoKey} from old
        where o.id = old.id and old.logo_key is distinct from ${logoKey}::text
        returning o.id, old.logo_key as old_key
      ), audited as (${auditInsert(entry, ctx, sql`changed`)})
      select logo_key as "logoKey" from old`,
  );
  const unused = old ? old.logoKey : logoKey;
  if (unused !== null) ctx.afterwards(removePicture(ctx.files, unused));
  if (!old) throw new AppError("NOT_FOUND", "There is no such organisation, or it is not yours.");
  return { status: "updated" };
}
