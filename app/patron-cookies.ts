import { parseCookies, serializeCookie } from "better-call";
import { days } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import { patronKeyOf } from "#app/domain/payments/index.ts";

/** One cookie a tip, so that a second tip does not take away the way back from the first. */
const PREFIX = "__Secure-asante_tip_";
/** A bank transfer may arrive hours after its tip was started; half an hour later nothing can be taken back. */
const KEEP_MS = days(1);

/**
 * The Set-Cookie value by which the browser that started a tip may take it back. It needs no script, is sent to receipts
 * alone, and not with what another site posts.
 */
export async function writePatronCookie({ settings }: Pick<Ctx, "settings">, tipId: string): Promise<string> {
  return serializeCookie(PREFIX + tipId, await patronKeyOf(tipId, settings.qrSigningKeys), {
    ...{ path: "/receipt", secure: true, httpOnly: true, sameSite: "lax" as const },
    maxAge: KEEP_MS / 1_000,
  });
}

/** The keys that a browser holds, of whichever tips. */
export function readPatronKeys(request: Request): string[] {
  const cookies = parseCookies(request.headers.get("cookie") ?? "");
  return [...cookies].flatMap(([name, value]) => (name.startsWith(PREFIX) ? [value] : []));
}
