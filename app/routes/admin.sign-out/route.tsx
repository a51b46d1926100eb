import { redirect } from "@remix-run/cloudflare";
import { archiveSession } from "#app/domain/identity/index.ts";
import { sessionAction, setCookies } from "#app/identity-door.ts";

/** Signing out changes something, so it takes a form. */
export const loader = () => redirect("/admin");

export const action = sessionAction(["complete", "second_factor", "enrolment"], async (asked) => {
  const { ctx, session } = asked;
  const { cookies } = await archiveSession(ctx, { session, sessionId: session.sessionId });
  setCookies(asked, cookies);
  return redirect("/admin/sign-in", { headers: asked.headers });
});
