import { data, redirect } from "@remix-run/cloudflare";
import { createPasskeySession, startPasskeySession } from "#app/domain/identity/index.ts";
import { type IdentityPost, setCookies, unlessLimited } from "./identity-door.ts";

/** What the authenticator gave, as the page's script put it into the form; null without scripts. */
export function passkeyAnswer(form: FormData): unknown {
  const text = form.get("response");
  if (typeof text !== "string" || text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Begins signing in, or stepping up, with a passkey. */
export async function offerPasskeySession(asked: IdentityPost) {
  const begun = await unlessLimited(startPasskeySession(asked.ctx, asked));
  if ("problem" in begun) return data({ problem: begun.problem }, { status: 429 });
  setCookies(asked, begun.cookies);
  return data({ options: begun.options }, { headers: asked.headers });
}

/** Ends it: leads on, or says what is wrong. */
export async function takePasskeySession(asked: IdentityPost) {
  const response = passkeyAnswer(asked.form);
  if (response === null) return data({ problem: WITHOUT_SCRIPTS }, { status: 400 });
  const outcome = await unlessLimited(createPasskeySession(asked.ctx, { visit: asked.visit, response }));
  if (outcome.status === "limited") return data({ problem: outcome.problem }, { status: 429 });
  if (outcome.status === "refused") return data({ problem: REFUSED }, { status: 400 });
  setCookies(asked, outcome.cookies);
  return redirect(asked.next, { headers: asked.headers });
}

export const WITHOUT_SCRIPTS = "Passkeys need JavaScript, which is off or did not load. Use another way below.";
const REFUSED = "That passkey is not one of your account's, or it took too long. Try again, or use another way.";
