import { data } from "@remix-run/cloudflare";
import { applyEmailChange, findEmailChange } from "#app/domain/identity/index.ts";
import { setCookies, signedOutAction, signedOutLoader, unlessLimited } from "#app/identity-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { forgetLink, keptLink } from "#app/staff-links.ts";

export { ConfirmEmailPage as default } from "./page.tsx";

export const meta = () => [{ title: "Confirm your e-mail address · Asante" }];

export const loader = signedOutLoader(async ({ ctx, request }) => {
  const link = await findEmailChange(ctx, { token: await keptLink("email", request) });
  return { newEmail: link?.newEmail ?? null };
});

/** Opening the link changes nothing, as mail scanners open links too; this does. */
export const action = signedOutAction(async (asked) => {
  const { ctx, request, headers } = asked;
  const outcome = await unlessLimited(applyEmailChange(ctx, { token: await keptLink("email", request) }));
  if (outcome.status === "limited") return data({ problem: outcome.problem }, { status: 429 });
  await forgetLink("email", asked);
  if (outcome.status === "dead") return data({ problem: null }, { status: 400, headers });
  setCookies(asked, outcome.cookies);
  const message = "Your e-mail address is changed. Sign in with the new one.";
  return redirectWithFlash("/admin/sign-in", { message }, ctx.clock.now(), headers);
});
