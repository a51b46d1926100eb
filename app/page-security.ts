import type { HeadersFunction } from "@remix-run/cloudflare";
import { PATRON_STYLE } from "#app/components/inlined.ts";

/** What one page needs beyond plain HTML; everything not asked for is refused by the browser. */
export interface PageNeeds {
  /** The inline style, when it is not the patron's. */
  style?: string;
  /** The one inline script. */
  script?: string;
  /** Files of our own that the page loads. */
  ownFiles?: readonly ("script" | "style")[];
  /** True when the page asks our API. */
  asks?: boolean;
  /** Where a form may lead besides ourselves. */
  formTarget?: string;
  /** True when search engines may show it. */
  listed?: boolean;
  /** Seconds for which one rendering may be served to everybody; the Worker takes the header off. */
  sharedSeconds?: number;
  retryAfterSeconds?: number | undefined;
  /** True when the address itself is a secret, to be told to no other site. Never with a form: see below. */
  isSecret?: boolean;
}

const hashes = new Map<string, Promise<string>>();

/** The headers of a page: a content security policy that names its inline parts by hash, and how long it may be kept. */
export async function pageHeaders(needs: PageNeeds = {}): Promise<Record<string, string>> {
  const shared = needs.sharedSeconds !== undefined;
  return {
    "content-security-policy": await contentSecurityPolicy(needs),
    "cache-control": shared ? "private, max-age=0, must-revalidate" : "no-store",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    // no-referrer sends forms with `Origin: null`, which the framework refuses as a forgery.
    "referrer-policy": needs.isSecret ? "no-referrer" : "same-origin",
    "x-content-type-options": "nosniff",
    ...(needs.listed ? {} : { "x-robots-tag": "noindex" }),
    ...(shared ? { "x-page-cache": String(needs.sharedSeconds) } : {}),
    ...(needs.retryAfterSeconds === undefined ? {} : { "retry-after": String(needs.retryAfterSeconds) }),
  };
}

/** Hands on the headers that the loader or action chose, for a route's `headers` export. */
export const forwardHeaders: HeadersFunction = ({ actionHeaders, errorHeaders, loaderHeaders }) => {
  if (errorHeaders) return errorHeaders;
  return actionHeaders.has("content-security-policy") ? actionHeaders : loaderHeaders;
};

async function contentSecurityPolicy(needs: PageNeeds): Promise<string> {
  const own = (kind: "script" | "style") => (needs.ownFiles?.includes(kind) ? " 'self'" : "");
  const script = needs.script === undefined ? "" : ` ${await hashOf(needs.script)}`;
  return [
    "default-src 'none'",
    `style-src ${await hashOf(needs.style ?? PATRON_STYLE)}${own("style")}`,
    `script-src${own("script") + script || " 'none'"}`,
    "img-src 'self' data:",
    `connect-src ${needs.asks ? "'self'" : "'none'"}`,
    `form-action 'self'${needs.formTarget === undefined ? "" : ` ${needs.formTarget}`}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function hashOf(text: string): Promise<string> {
  let hash = hashes.get(text);
  if (!hash) {
    hash = crypto.subtle
      .digest("SHA-256", new TextEncoder().encode(text))
      .then((digest) => `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`);
    hashes.set(text, hash);
  }
  return hash;
}
