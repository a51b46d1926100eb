import { makeSignature } from "better-auth/crypto";
import { type CookieOptions, parseCookies, serializeCookie, serializeSignedCookie } from "better-call";
import type { Instant } from "../../core/time.ts";
import { sameText } from "../signing.ts";
import { ABSOLUTE_MS, DEVICE_MS } from "./rules.ts";

/** The `__Host-` prefix has the browser refuse the cookie unless it is Secure, for this host alone and for all of it. */
export const SESSION_COOKIE = "__Host-asante_session";
export const DEVICE_COOKIE = "__Host-asante_device";

/** What a request tells of the browser it comes from: its headers Cookie and User-Agent. */
export interface Visit {
  cookie: string | null;
  userAgent: string | null;
}

/** The value of one cookie; null without it. */
export function readCookie({ cookie }: Visit, name: string): string | null {
  return parseCookies(cookie ?? "").get(name) ?? null;
}

/** The token of the session that a browser claims, when one of our secrets signed it; null otherwise. */
export async function readSessionToken(visit: Visit, secrets: readonly string[]): Promise<string | null> {
  const value = readCookie(visit, SESSION_COOKIE);
  const dot = value?.lastIndexOf(".") ?? -1;
  if (!value || dot < 1) return null;
  const token = value.slice(0, dot);
  const signatures = await Promise.all(secrets.map((secret) => makeSignature(token, secret)));
  return signatures.some((signature) => sameText(signature, value.slice(dot + 1))) ? token : null;
}

/** The Set-Cookie value of a session, signed with the newest secret as better-auth signs it. */
export function writeSessionCookie(token: string, secrets: readonly string[]): Promise<string> {
  return serializeSignedCookie(SESSION_COOKIE, token, secrets[0] ?? "", lasting(ABSOLUTE_MS));
}

/** The Set-Cookie value that takes a session's cookie away. */
export function clearSessionCookie(): string {
  return serializeCookie(SESSION_COOKIE, "", lasting(0));
}

/** The Set-Cookie value by which a browser is known again. */
export function writeDeviceCookie(value: string): string {
  return serializeCookie(DEVICE_COOKIE, value, lasting(DEVICE_MS));
}

/** The headers better-auth wants of a request. */
export function headersOf({ cookie, userAgent }: Visit): Headers {
  return new Headers({ ...(cookie ? { cookie } : {}), ...(userAgent ? { "user-agent": userAgent } : {}) });
}

/** A browser as a person knows it, such as “Chrome on Windows”; no more of the header than that is kept. */
export function describeBrowser(userAgent: string | null): string {
  const text = userAgent ?? "";
  const browser = BROWSERS.find(([pattern]) => pattern.test(text))?.[1] ?? "A browser";
  const system = SYSTEMS.find(([pattern]) => pattern.test(text))?.[1];
  return system ? `${browser} on ${system}` : browser;
}

/** How an instant is written in a message that may be read anywhere. */
export function describeInstant(at: Instant): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

function lasting(durationMs: number): CookieOptions {
  return { path: "/", secure: true, httpOnly: true, sameSite: "lax", maxAge: durationMs / 1_000 };
}
