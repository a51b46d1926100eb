import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { z } from "zod";
import { applyResetLink, findResetLink } from "#app/domain/identity/index.ts";
import { newPassword } from "#app/domain/identity/input.ts";
import { fieldProblems, setCookies, signedOutAction, signedOutLoader, unlessLimited } from "#app/identity-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { forgetLink, keptLink } from "#app/staff-links.ts";

export { ResetPage as default } from "./page.tsx";

export const meta = () => [{ title: "Choose a new password · Asante" }];

export const loader = signedOutLoader(async ({ ctx, request }) =>
  findResetLink(ctx, { token: await keptLink("reset", request) }),
);

/** Sets the new password; every session ends, and the person signs in with it, second factor and all. */
export const action = signedOutAction(async (asked) => {
  const { ctx, form, request, visit, headers } = asked;
  const submission = parseWithZod(form, { schema: z.object({ password: newPassword }) });
  if (submission.status !== "success")
    return data({ reply: submission.reply({ hideFields: ["password"] }) }, { status: 400 });
  const token = await keptLink("reset", request);
  const work = applyResetLink(ctx, { visit, token, password: submission.value.password });
  const outcome = await unlessLimited(fieldProblems(work));
  if (outcome.status === "wrong")
    return data({ reply: submission.reply({ ...outcome, hideFields: ["password"] }) }, { status: 400 });
  if (outcome.status === "limited") {
    return data(
      { reply: submission.reply({ formErrors: [outcome.problem], hideFields: ["password"] }) },
      { status: 429 },
    );
  }
  await forgetLink("reset", asked);
  if (outcome.status === "dead") return data({ reply: null }, { status: 400, headers });
  setCookies(asked, outcome.cookies);
  const message = "Your password is changed. Sign in with the new one.";
  return redirectWithFlash("/admin/sign-in", { message }, ctx.clock.now(), headers);
});
