import { AssertionFault } from "#app/core/assert.ts";
import { readBase32, systemRandomness } from "#app/core/ids.ts";
import { negotiateLanguage } from "#app/messages/index.ts";
import { STRICT_TRANSPORT } from "./middleware/transport.ts";

/**
 * Guard pages are kept for 60 seconds: first in this isolate, then in the data centre's cache. What is kept is the page,
 * never the permission: a tip is checked again whatever page it came from (money.md §8). The copies of one page share
 * one deadline, so a revoked code is gone everywhere within that time.
 */
const LIFETIME_MS = 60_000;
const COPIES_AT_MOST = 500;
/** A route marks a page that may be kept; the mark never leaves the Worker. */
const MARK = "x-page-cache";
const EXPIRES = "x-expires-at";
/** The page's attempt key, replaced in every answer: one page a patron, one key a page. */
const PLACEHOLDER = "0".repeat(32);

interface Copy {
  html: Uint8Array<ArrayBuffer>;
  /** Made once: to copy them is cheap, to make them anew costs a third of an answer. */
  headers: Headers;
  expiresAt: number;
  /** Where the attempt key stands in the page. */
  keyAt: number;
}

/** The data centre's cache; the DOM's types do not know it. */
const shared = (caches as unknown as { default: Cache }).default;

const copies = new Map<string, Copy>();

/** A guard page's address, with its token apart from its query. */
const GUARD_PAGE = /^https?:\/\/[^/?#]*\/g\/([^/.?#]+)(?:[?#]|$)/i;

/** Names a kept page by what changes it: the code, however it was typed, the language, the build. */
export function pageKey(request: Request, build: string): string | null {
  const typed = GUARD_PAGE.exec(request.url)?.[1];
  const token = typed === undefined || request.method !== "GET" ? null : readBase32(typed);
  if (token === null) return null;
  return `https://pages.internal/${build}/${negotiateLanguage(request.headers.get("accept-language"))}/${token}`;
}

/** The kept page, out of this isolate's own copies; null when there is none. */
export function findCopy(key: string, now: number): Response | null {
  const copy = copies.get(key);
  if (!copy) return null;
  if (copy.expiresAt > now) return answer(copy);
  copies.delete(key);
  return null;
}

/** The kept page, out of the data centre's cache; null when there is none. */
export async function findShared(key: string, now: number): Promise<Response | null> {
  const kept = await shared.match(key);
  const expiresAt = Number(kept?.headers.get(EXPIRES) ?? 0);
  if (!kept || expiresAt <= now) return null;
  const copy = toCopy(new Uint8Array(await kept.arrayBuffer()), kept.headers, expiresAt);
  if (!copy) return null;
  remember(key, copy);
  return answer(copy);
}

/**
 * Answers with a rendered page, and keeps it under `key` if its route allows that. Every page with an attempt key gets
 * one of its own, kept or not: two patrons with the same key would be one patron to us. A HEAD request's answer has no page.
 */
export async function keepPage(
  key: string | null,
  rendered: Response,
  now: number,
  inBackground: (work: Promise<unknown>) => void,
): Promise<Response> {
  const mayBeKept = rendered.headers.has(MARK);
  rendered.headers.delete(MARK);
  const isWhole = rendered.status === 200 && rendered.body !== null;
  if (!mayBeKept || !isWhole) return rendered;
  const expiresAt = now + LIFETIME_MS;
  const copy = toCopy(new Uint8Array(await rendered.arrayBuffer()), rendered.headers, expiresAt);
  if (!copy) throw new AssertionFault("a guard page has a place for its attempt key");
  if (key) {
    remember(key, copy);
    const headers = new Headers(copy.headers);
    headers.set(EXPIRES, String(expiresAt));
    headers.set("cache-control", `max-age=${LIFETIME_MS / 1_000}`);
    inBackground(shared.put(key, new Response(copy.html, { headers })));
  }
  return answer(copy);
}

function toCopy(html: Uint8Array<ArrayBuffer>, headers: Headers, expiresAt: number): Copy | null {
  const keyAt = new TextDecoder("latin1").decode(html).indexOf(PLACEHOLDER);
  if (keyAt < 0) return null;
  const kept = new Headers(headers);
  for (const name of [EXPIRES, "cf-cache-status", "age"]) kept.delete(name);
  kept.set("cache-control", "private, no-cache");
  kept.set(...STRICT_TRANSPORT);
  return { html, headers: kept, expiresAt, keyAt };
}

/** The oldest copy makes room: a Map keeps the order in which its keys were set. */
function remember(key: string, copy: Copy): void {
  copies.delete(key);
  copies.set(key, copy);
  if (copies.size > COPIES_AT_MOST) copies.delete(copies.keys().next().value ?? key);
}

function answer(copy: Copy): Response {
  const html = copy.html.slice();
  writeAttemptKey(html, copy.keyAt);
  return new Response(html, { headers: copy.headers });
}

const HEX = new TextEncoder().encode("0123456789abcdef");

/** 128 random bits as 32 hexadecimal digits, in place. */
function writeAttemptKey(html: Uint8Array<ArrayBuffer>, at: number): void {
  const random = systemRandomness.bytes(PLACEHOLDER.length);
  for (let i = 0; i < random.length; i++) html[at + i] = HEX[(random[i] ?? 0) & 15] ?? 0;
}
