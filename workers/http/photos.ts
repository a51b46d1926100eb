import type { Context } from "hono";
import { AppError } from "#app/core/errors.ts";
import type { Doors } from "./doors.ts";

/** A guard's photo, under the unguessable key that its card names. A new photo has a new key, so it may be kept for long. */
export async function photo(c: Context<Doors>): Promise<Response> {
  const object = await c.var.ctx.files.get(`photos/${c.req.param("key") ?? ""}`);
  if (!object) throw new AppError("NOT_FOUND", "There is no such photo.");
  return new Response(object.body, {
    headers: {
      "content-type": object.httpMetadata?.contentType ?? "image/jpeg",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      etag: object.httpEtag,
    },
  });
}
