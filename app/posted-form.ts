import { AppError } from "#app/core/errors.ts";

/** Far more than any form of ours can hold. */
const MAX_BYTES = 16_384;

/**
 * Reads a form as browsers post it, bounded in size.
 * Throws UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, and BAD_REQUEST for a body that breaks off.
 */
export async function readPostedForm(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send a form.");
  const form = new FormData();
  for (const [name, value] of new URLSearchParams(await readText(request))) form.append(name, value);
  return form;
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  const reader = request.body?.getReader();
  let text = "";
  let bytes = 0;
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw new AppError("BAD_REQUEST", "The form broke off.");
    });
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BYTES) {
      await reader.cancel();
      throw new AppError("BODY_TOO_LARGE", "The form is larger than any of ours.");
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
