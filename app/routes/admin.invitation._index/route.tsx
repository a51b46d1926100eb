import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect } from "@remix-run/cloudflare";
import { applyInvitation, createSession, findInvitation } from "#app/domain/identity/index.ts";
import { acceptanceForm } from "#app/domain/identity/input.ts";
import {
  fieldProblems,
  type IdentityPost,
  setCookies,
  signedOutAction,
  signedOutLoader,
  unlessLimited,
} from "#app/identity-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { forgetLink, keptLink } from "#app/staff-links.ts";

export { InvitationPage as default } from "./page.tsx";

export const meta = () => [{ title: "Your invitation · Asante" }];

export const loader = signedOutLoader(async ({ ctx, request }) => ({
  invitation: await findInvitation(ctx, { token: await keptLink("invitation", request) }),
}));

export const action = signedOutAction(async (asked) =>
  asked.form.get("intent") === "join" ? joinWithAccount(asked) : makeAccount(asked),
);

/** Who works elsewhere already keeps name, password and factors. */
async function joinWithAccount(asked: IdentityPost) {
  const { ctx, request, headers } = asked;
  const token = await keptLink("invitation", request);
  const outcome = await unlessLimited(applyInvitation(ctx, { token, name: "", password: "" }));
  if (outcome.status !== "accepted") return data({ reply: null }, { status: outcome.status === "dead" ? 400 : 429 });
  await forgetLink("invitation", asked);
  return redirectWithFlash(
    "/admin/sign-in",
    { message: "You have joined. Sign in to begin." },
    ctx.clock.now(),
    headers,
  );
}

const hideFields = ["password"];

async function makeAccount(asked: IdentityPost) {
  const { ctx, form, request, headers, visit } = asked;
  const submission = parseWithZod(form, { schema: acceptanceForm });
  if (submission.status !== "success") return data({ reply: submission.reply({ hideFields }) }, { status: 400 });
  const token = await keptLink("invitation", request);
  const { name, password } = submission.value;
  const outcome = await unlessLimited(fieldProblems(applyInvitation(ctx, { token, name, password })));
  if (outcome.status === "wrong") return data({ reply: submission.reply({ ...outcome, hideFields }) }, { status: 400 });
  if (outcome.status === "limited") {
    return data({ reply: submission.reply({ formErrors: [outcome.problem], hideFields }) }, { status: 429 });
  }
  if (outcome.status === "dead") return data({ reply: null }, { status: 400 });
  await forgetLink("invitation", asked);
  const signedIn = await unlessLimited(createSession(ctx, { visit, email: outcome.email, password }));
  if (signedIn.status !== "created") return redirect("/admin/sign-in", { headers });
  setCookies(asked, signedIn.cookies);
  return redirect("/admin/set-up-factor", { headers });
}
