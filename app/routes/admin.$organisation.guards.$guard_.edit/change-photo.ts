import { data } from "@remix-run/cloudflare";
import type { Ctx } from "#app/domain/context.ts";
import { updateGuardPhoto } from "#app/domain/guards/index.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { textIn, uploadIn } from "../admin.$organisation.guards/upload.ts";

interface PhotoPost {
  ctx: Ctx;
  form: FormData;
  guardId: string;
  /** The guard's own page. */
  page: string;
}

/** Answers the photo's form: a new photo, or none any more. */
export async function changePhoto({ ctx, form, guardId, page }: PhotoPost) {
  const isRemoval = form.get("intent") === "remove-photo";
  const file = isRemoval ? null : await uploadIn(form, "photo");
  if (!isRemoval && file === null) return data({ photoError: "Choose a photo." }, { status: 400 });
  const photo = file && { bytes: file.bytes, crop: textIn(form, "crop") };
  const outcome = await updateGuardPhoto(ctx, { guardId, photo });
  if (outcome.status === "refused") return data({ photoError: outcome.message }, { status: 400 });
  const message =
    outcome.status === "left" ? "This guard has left and can no longer be changed." : DONE[String(isRemoval)];
  return redirectWithFlash(
    page,
    { message: message ?? "", tone: outcome.status === "left" ? "warning" : "success" },
    ctx.clock.now(),
  );
}

const DONE: Record<string, string> = {
  true: "The photo was removed, and is not kept: choose it again to have it back.",
  false: "The photo was changed.",
};
