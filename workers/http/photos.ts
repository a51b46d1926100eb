import type { Context } from "hono";
import { AppError } from "#app/core/errors.ts";
import { fileOf } from "#app/domain/pictures.ts";
import type { Doors } from "./doors.ts";

/** Whatever is stored, nothing but a picture is served. */
const SERVED = /^image\/(?:jpeg|png|webp)$/;
/** The tag of a picture that the browser holds; a list of tags, which browsers do not send, is as good as none. */
const HELD = /^(?:W\/)?"([\w-]+)"$/;

/**
 * A photo or a logo, under the unguessable key that its card names; `<key>-large` is the same, larger. A new picture has
 * a new key, so it may be kept for long.
 */
export async function photo(c: Context<Doors>): Promise<Response> {
  const key = c.req.param("key") ?? "";
  const held = HELD.exec(c.req.header("if-none-match") ?? "")?.[1];
  const object = await c.var.ctx.files.get(fileOf(key), held ? { onlyIf: { etagDoesNotMatch: held } } : {});
  if (!object) throw new AppError("NOT_FOUND", "There is no such photo.");
  const contentType = object.httpMetadata?.contentType ?? "image/jpeg";
  const headers = {
    "content-type": SERVED.test(contentType) ? contentType : "application/octet-stream",
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    etag: object.httpEtag,
  };
  return "body" in object ? new Response(object.body, { headers }) : new Response(null, { status: 304, headers });
}
