import { type ActionFunctionArgs, data, redirect } from "@remix-run/cloudflare";
import { useActionData } from "@remix-run/react";
import { GuardPage } from "#app/components/guard-page.tsx";
import { NoticePage } from "#app/components/notice-page.tsx";
import type { Ctx } from "#app/domain/context.ts";
import { startTip } from "#app/domain/tips/index.ts";
import { readTipForm } from "#app/domain/tips/input.ts";
import { negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders } from "#app/page-security.ts";
import { writePatronCookie } from "#app/patron-cookies.ts";
import { readPostedForm } from "#app/posted-form.ts";
import { refused } from "#app/refusals.ts";
import { AFTER_OUTCOME, afterRefusal, wrongFields } from "./second-look.ts";
import { showAgain } from "./show-again.ts";

export const headers = forwardHeaders;

/** Takes the guard page's form. Every refusal brings the page back with all that was typed. */
export async function action({ request, context }: ActionFunctionArgs) {
  const place = {
    ...context,
    language: negotiateLanguage(request.headers.get("accept-language")),
  };
  try {
    const reading = readTipForm(await readPostedForm(request));
    if (!reading.ok) return await page(place, reading.values, wrongFields(reading.errors));
    try {
      const outcome = await startTip(context.ctx, reading.input, "page");
      switch (outcome.status) {
        case "started":
          return await onward(context.ctx, outcome.tipId, outcome.checkoutUrl);
        case "in_progress":
          return await onward(context.ctx, outcome.tipId, `/return/${outcome.tipId}`);
        case "replayed":
          // Sent twice: the tip may be paid by now, so its own page says what is next.
          if (outcome.answer.status === "started") {
            const { tipId } = outcome.answer;
            return await onward(context.ctx, tipId, `/return/${tipId}`);
          }
          return await page(place, reading.values, AFTER_OUTCOME.rail_unavailable);
        default:
          return await page(place, reading.values, AFTER_OUTCOME[outcome.status]);
      }
    } catch (error) {
      return await page(place, reading.values, afterRefusal(error));
    }
  } catch (error) {
    throw await refused(error);
  }
}

/** Whoever has the page's attempt key is the browser that it was made for, also when the form was sent twice. */
async function onward(ctx: Ctx, tipId: string, url: string) {
  return redirect(url, { status: 303, headers: { "set-cookie": await writePatronCookie(ctx, tipId) } });
}

async function page(...again: Parameters<typeof showAgain>) {
  const { view, ...init } = await showAgain(...again);
  return data(view, init);
}

export default function TipsRoute() {
  const view = useActionData<typeof action>();
  if (!view) return null;
  return "token" in view ? <GuardPage view={view} /> : <NoticePage view={view} />;
}
