import { AppError } from "#app/core/errors.ts";
import { sameText, signText } from "#app/domain/signing.ts";
import { readPostedForm } from "./posted-form.ts";

/** A photo or an import of thousands of rows, with room for the form around it. */
const MAX_BYTES = 11 * 1024 * 1024;

/**
 * The token that each staff form carries in its field `csrf`: bound to the session, or before there is one to the
 * browser's form cookie.
 */
export function formToken(boundTo: string, [newest = ""]: readonly string[]): Promise<string> {
  return signText(`asante staff form v1:${boundTo}`, newest);
}

/** True when a form carries the token of this session or cookie. Constant time. */
export async function isTokenOf(
  token: FormDataEntryValue | null,
  boundTo: string,
  secrets: readonly string[],
): Promise<boolean> {
  if (typeof token !== "string") return false;
  const known = await Promise.all(secrets.map((secret) => formToken(boundTo, [secret])));
  return known.some((candidate) => sameText(token, candidate));
}

/**
 * A form of the staff's comes from our own page: the browser says so by Origin and by Sec-Fetch-Site.
 * Throws FORBIDDEN when either says otherwise, or Origin says nothing: browsers send it with every form.
 */
function requireOwnForm(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const isOwn = request.headers.get("origin") === new URL(request.url).origin;
  if (isOwn && (site === null || site === "same-origin")) return;
  throw new AppError("FORBIDDEN", "This form came from another site. Nothing was done.");
}

/**
 * Reads a staff form, with its files, bounded in size, and sees that it comes from a page of ours. Read first: an unread
 * body closes the connection under the browser's next request. Throws as `readPostedForm`, FORBIDDEN, and BAD_REQUEST for a
 * NUL, which a database refuses as a fault.
 */
export async function readStaffForm(request: Request): Promise<FormData> {
  const form = await readPostedForm(request, { maxBytes: MAX_BYTES, withFiles: true });
  requireOwnForm(request);
  for (const [, value] of form) {
    if (typeof value === "string" && value.includes("\0")) {
      throw new AppError("BAD_REQUEST", "The form holds characters that cannot be kept. Nothing was done.");
    }
  }
  return form;
}
