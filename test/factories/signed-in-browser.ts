import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import type { SignedIn } from "./signed-in.ts";

/**
 * A browser in which somebody is signed in. The session's cookie is for secure origins alone: browsers hold localhost
 * for one, so pages are opened at the stack's `staffUrl`.
 */
export async function openSignedIn(
  browser: Browser,
  { cookie }: Pick<SignedIn, "cookie">,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const [name, value] = splitAt(cookie, "=");
  await context.addCookies([{ name, value, url: "https://localhost", secure: true, httpOnly: true, sameSite: "Lax" }]);
  return context;
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
