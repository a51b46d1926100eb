import { AppError } from "#app/core/errors.ts";

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
  const body = await readBytes(request, maxBytes);
  if (!types.includes(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send a form.");
  try {
    return await new Response(body, { headers: { "content-type": header } }).formData();
  } catch {
    throw new AppError("BAD_REQUEST", "The form could not be read.");
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Blob> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw new AppError("BAD_REQUEST", "The form broke off.");
    });
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new AppError("BODY_TOO_LARGE", "The form is larger than any of ours.");
    }
    chunks.push(value);
  }
  return new Blob(chunks);
}
