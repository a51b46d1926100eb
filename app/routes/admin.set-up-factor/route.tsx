import { redirect } from "@remix-run/cloudflare";
import { requireEnrolling } from "#app/domain/identity/index.ts";
import { sessionAction, sessionLoader } from "#app/identity-door.ts";
import { beginTotp, offerNewPasskey, takeNewPasskey, takeTotp } from "./enrolment.ts";

export { SetUpFactorPage as default } from "./page.tsx";

export const meta = () => [{ title: "Set up your second factor · Asante" }];

/** Enrols a factor: the first one, which signing in waits for, or a further one. */
export const loader = sessionLoader(["enrolment", "complete"], async ({ ctx, session, request, next }) => {
  requireEnrolling(session, ctx.clock.now());
  const { totp, passkeys } = session.factors;
  return {
    next,
    isFirst: session.stage === "enrolment",
    hasTotp: totp,
    hasPasskey: passkeys > 0,
    only: new URL(request.url).searchParams.get("only"),
  };
});

export const action = sessionAction(["enrolment", "complete"], async (asked) => {
  switch (asked.form.get("intent")) {
    case "passkey-options":
      return offerNewPasskey(asked);
    case "passkey":
      return takeNewPasskey(asked);
    case "start-totp":
      return beginTotp(asked);
    case "totp":
      return takeTotp(asked);
    default:
      // The codes were kept.
      return redirect(asked.next);
  }
});
