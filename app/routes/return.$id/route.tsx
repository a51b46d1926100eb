import { data, type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { WAIT_SCRIPT } from "#app/components/inlined.ts";
import { NoticePage } from "#app/components/notice-page.tsx";
import { applyReturn } from "#app/domain/tips/index.ts";
import { negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";
import { refused } from "#app/refusals.ts";
import { returnView } from "./view.ts";

export const headers = forwardHeaders;

/** Where the rail sends the patron back to, paid or not. The rail is asked; coming here proves nothing. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  try {
    const outcome = await applyReturn(context.ctx, params["id"] ?? "");
    if (outcome.status === "succeeded") return redirect(`/receipt/${outcome.receiptToken}`, 303);
    const view = returnView(language, outcome);
    const headers = await pageHeaders(view.waits ? { script: WAIT_SCRIPT, asks: true } : {});
    return data(view, { status: outcome.status === "not_found" ? 404 : 200, headers });
  } catch (error) {
    throw await refused(error);
  }
}

export default function ReturnRoute() {
  return <NoticePage view={useLoaderData<typeof loader>()} />;
}
