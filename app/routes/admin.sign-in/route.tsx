import { data, redirect } from "@remix-run/cloudflare";
import { createSession, staffOrigin } from "#app/domain/identity/index.ts";
import { type IdentityPost, setCookies, signedOutAction, signedOutLoader, unlessLimited } from "#app/identity-door.ts";
import { offerPasskeySession, takePasskeySession } from "#app/passkey-door.ts";
import { takeFlash } from "#app/staff-flash.ts";

export { SignInPage as default } from "./page.tsx";

export const meta = () => [{ title: "Sign in · Asante" }];

export const loader = signedOutLoader(async ({ ctx, request, next, headers }) => {
  // Passkeys belong to a host name, so signing in happens there and nowhere else.
  const url = new URL(request.url);
  const origin = staffOrigin(ctx.settings.appUrl);
  if (url.origin !== origin) throw redirect(origin + url.pathname.replace(/\.data$/, "") + url.search);
  const { flash, forget } = await takeFlash(request);
  if (forget) headers.append("set-cookie", forget);
  return { next, notice: flash?.message ?? null };
});

export const action = signedOutAction(async (asked) => {
  const intent = asked.form.get("intent");
  if (intent === "passkey-options") return offerPasskeySession(asked);
  if (intent === "passkey") return takePasskeySession(asked);
  return signInWithPassword(asked);
});

const REFUSED =
  "That e-mail address and password do not belong together. Check both: capital letters count in the password.";

/** The answer is the same whether the address is somebody's or not. */
async function signInWithPassword(asked: IdentityPost) {
  const { ctx, form, visit, next } = asked;
  const email = String(form.get("email") ?? "");
  const password = String(form.get("password") ?? "");
  const outcome = await unlessLimited(createSession(ctx, { visit, email, password }));
  if (outcome.status === "limited") return data({ problem: outcome.problem, email }, { status: 429 });
  if (outcome.status === "refused") return data({ problem: REFUSED, email }, { status: 400 });
  setCookies(asked, outcome.cookies);
  const page = outcome.stage === "enrolment" ? "set-up-factor" : "second-factor";
  return redirect(`/admin/${page}?next=${encodeURIComponent(next)}`, { headers: asked.headers });
}
