import { AppError } from "#app/core/errors.ts";
import { readBody } from "./request-body.ts";

/** Far more than any form of a patron's can hold. */
const MAX_BYTES = 16_384;

interface FormBounds {
  maxBytes?: number;
  /** Whether files may come with it. */
  withFiles?: boolean;
}

/**
 * Reads a form as browsers post it, bounded in size.
 * Throws UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, and BAD_REQUEST for a body that breaks off.
 */
export async function readPostedForm(
  request: Request,
  { maxBytes = MAX_BYTES, withFiles = false }: FormBounds = {},
): Promise<FormData> {
  const header = request.headers.get("content-type") ?? "";
  const type = header.split(";")[0]?.trim().toLowerCase() ?? "";
  const types = ["application/x-www-form-urlencoded", ...(withFiles ? ["multipart/form-data"] : [])];
  const body = await readBody(request, maxBytes, "The form is larger than any of ours.").catch((error: unknown) => {
    throw error instanceof AppError ? error : new AppError("BAD_REQUEST", "The form broke off.");
  });
  if (!types.includes(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send a form.");
  try {
    return await new Response(body, { headers: { "content-type": header } }).formData();
  } catch {
    throw new AppError("BAD_REQUEST", "The form could not be read.");
  }
}
