import { systemRandomness } from "#app/core/ids.ts";

/**
 * Staff pages live below here, with scripts, and are nobody else's to keep. The framework's router finds them in capitals
 * and percent-encoded, too.
 */
export function isStaffPath(pathname: string): boolean {
  return /^\/admin(?:[/.]|$)/i.test(decoded(pathname));
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** A nonce for the inline parts of one rendering. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...systemRandomness.bytes(18)));
}

/** The headers of every staff page: strict about scripts, kept nowhere, framed by nobody. */
export function staffPageHeaders(nonce: string): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      // Positions of menus and progress bars, which the server renders as attributes.
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "permissions-policy":
      "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
  };
}
