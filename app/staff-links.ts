import { createCookie, redirect } from "@remix-run/cloudflare";
import { minutes } from "#app/core/time.ts";
import type { IdentityRequest } from "./identity-door.ts";

/** How long links in e-mails work, and so how long one may be kept. */
const KEPT_SECONDS = minutes(30) / 1_000;
const PAGES = { invitation: "/admin/invitation", reset: "/admin/reset", email: "/admin/email" } as const;
export type LinkKind = keyof typeof PAGES;

/**
 * Takes the secret of a link out of the address, into a cookie that no script reads, and leads to the page without it: so
 * it is in no history, tells no other site anything by the referrer, and the page's forms have an origin.
 */
export async function keepLink(kind: LinkKind, token: string | undefined): Promise<Response> {
  const cookie = await cookieOf(kind).serialize(token ?? "");
  const headers = { "set-cookie": cookie, "referrer-policy": "no-referrer" };
  return redirect(PAGES[kind], { headers });
}

/** The secret of the link that was followed last; empty without one, which no link has. */
export async function keptLink(kind: LinkKind, request: Request): Promise<string> {
  const token: unknown = await cookieOf(kind).parse(request.headers.get("cookie"));
  return typeof token === "string" ? token : "";
}

/** Forgets a link that was used. */
export async function forgetLink(kind: LinkKind, { headers }: Pick<IdentityRequest, "headers">): Promise<void> {
  headers.append("set-cookie", await cookieOf(kind).serialize("", { maxAge: 0 }));
}

function cookieOf(kind: LinkKind) {
  const terms = { httpOnly: true, secure: true, sameSite: "lax", path: "/", maxAge: KEPT_SECONDS } as const;
  return createCookie(`__Host-asante_link_${kind}`, terms);
}
