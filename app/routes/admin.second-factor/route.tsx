import { data, redirect } from "@remix-run/cloudflare";
import { applySecondFactor } from "#app/domain/identity/index.ts";
import {
  type IdentityPost,
  sessionAction,
  sessionLoader,
  setCookies,
  unlessLimited,
  type WithSession,
} from "#app/identity-door.ts";
import { offerPasskeySession, takePasskeySession } from "#app/passkey-door.ts";

export { SecondFactorPage as default } from "./page.tsx";

export const meta = () => [{ title: "Confirm it is you · Asante" }];

/** The second step of signing in, and the step-up before what moves money or changes how somebody signs in. */
export const loader = sessionLoader(["second_factor", "complete"], async ({ session, request, next }) => {
  const { totp, passkeys, backupCodes } = session.factors;
  const wantsBackupCode = new URL(request.url).searchParams.get("use") === "backup_code";
  return {
    next,
    email: session.email,
    isStepUp: session.stage === "complete",
    hasTotp: totp,
    hasPasskey: passkeys > 0,
    hasBackupCodes: backupCodes > 0,
    kind: wantsBackupCode && backupCodes > 0 ? ("backup_code" as const) : ("totp" as const),
  };
});

export const action = sessionAction(["second_factor", "complete"], async (asked) => {
  const intent = asked.form.get("intent");
  if (intent === "passkey-options") return offerPasskeySession(asked);
  if (intent === "passkey") return takePasskeySession(asked);
  return takeCode(asked);
});

const REFUSED = {
  totp: "That code is not right, or was used already. Wait for the next one your app shows, and enter that.",
  backup_code: "That is not one of your unused backup codes. Each works once.",
} as const;

async function takeCode(asked: WithSession<IdentityPost>) {
  const { ctx, form, session, visit, next } = asked;
  const kind = form.get("intent") === "backup_code" ? "backup_code" : "totp";
  const code = String(form.get("code") ?? "");
  const outcome = await unlessLimited(applySecondFactor(ctx, { session, visit, kind, code }));
  if (outcome.status === "limited") return data({ problem: outcome.problem }, { status: 429 });
  if (outcome.status === "refused") return data({ problem: REFUSED[kind] }, { status: 400 });
  setCookies(asked, outcome.cookies);
  return redirect(next, { headers: asked.headers });
}
