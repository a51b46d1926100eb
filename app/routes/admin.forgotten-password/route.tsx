import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/cloudflare";
import { createResetLink } from "#app/domain/identity/index.ts";
import { resetRequestForm } from "#app/domain/identity/input.ts";
import { signedOutAction, signedOutLoader, unlessLimited } from "#app/identity-door.ts";

export { ForgottenPasswordPage as default } from "./page.tsx";

export const meta = () => [{ title: "Forgotten password · Asante" }];

export const loader = signedOutLoader(async () => ({}));

/** The same answer for every address: nobody learns whose it is. */
export const action = signedOutAction(async ({ ctx, form }) => {
  const submission = parseWithZod(form, { schema: resetRequestForm });
  if (submission.status !== "success") return data({ reply: submission.reply(), sentTo: null }, { status: 400 });
  const { email } = submission.value;
  const outcome = await unlessLimited(createResetLink(ctx, { email }));
  if (outcome.status === "sent") return data({ reply: null, sentTo: email });
  return data({ reply: submission.reply({ formErrors: [outcome.problem] }), sentTo: null }, { status: 429 });
});
