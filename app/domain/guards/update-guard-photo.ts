import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { auditInsert } from "../audit/index.ts";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { preparePicture, readCrop, removePicture, storePicture } from "../pictures.ts";
import { outdateCodes } from "./guard-columns.ts";

/** A new photo with the part of it that is wanted, as PhotoField posts it; null takes the photo away. */
export type PhotoChange = { guardId: string; photo: { bytes: Uint8Array<ArrayBuffer>; crop: string | null } | null };

export type UpdateGuardPhotoOutcome = { status: "updated" | "left" } | { status: "refused"; message: string };

/**
 * Gives a guard a photo, or takes it away. The picture is stored first, under a key of its own, then the row is changed,
 * and the picture that is shown no longer is removed last: what breaks off in between leaves the old photo standing.
 * Throws FORBIDDEN, NOT_FOUND.
 */
export async function updateGuardPhoto(ctx: Ctx, { guardId, photo }: PhotoChange): Promise<UpdateGuardPhotoOutcome> {
  const { organisationId } = requireStaff(ctx.actor, "guards.write", ctx.clock.now());
  const outcome =
    photo && (await preparePicture(ctx.images, photo.bytes, { crop: readCrop(photo.crop), shape: "square" }));
  if (outcome?.status === "refused") return { status: "refused", message: outcome.message };
  const photoKey = outcome && (await storePicture(ctx, outcome.picture));
  const [written] = await query<{ status: string; oldKey: string | null }>(
    ctx.db,
    photoStatement(ctx, { organisationId, guardId, photoKey }),
  );
  const isWritten = written !== undefined && written.status !== "left";
  const unused = isWritten ? written.oldKey : photoKey;
  if (unused !== null) ctx.afterwards(removePicture(ctx.files, unused));
  if (!written) throw new AppError("NOT_FOUND", "There is no such guard, or they are not yours.");
  return { status: isWritten ? "updated" : "left" };
}

function photoStatement(
  ctx: Ctx,
  { organisationId, guardId, photoKey }: { organisationId: string; guardId: string; photoKey: string | null },
): SQL {
  const change = {
    organisationId,
    action: photoKey === null ? "guard.photo_removed" : "guard.photo_updated",
    subject: sql`changed.id`,
    before: sql`jsonb_build_object('photo', changed.old_key)`,
    after: { photo: photoKey },
  };
  return sql`with old as materialized (
      select id, status, photo_key from guards
      where organisation_id = ${organisationId} and id = ${guardId} for update
    ), changed as (
      update guards g set photo_key = ${photoKey}, updated_at = ${ctx.clock.now()}
      from old where g.id = old.id and old.status <> 'left' and old.photo_key is distinct from ${photoKey}::text
      returning g.id, old.photo_key as old_key
    ), outdated as (${outdateCodes(organisationId, sql`changed`)}),
    audited as (${auditInsert(change, ctx, sql`changed`)})
    select status, photo_key as "oldKey" from old`;
}
