import { data, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { SHARE_SCRIPT } from "#app/components/inlined.ts";
import { NoticePage } from "#app/components/notice-page.tsx";
import { createReceiptView, findReceipt } from "#app/domain/tips/index.ts";
import { messagesFor, negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders, pageHeaders } from "#app/page-security.ts";
import { readPatronKeys } from "#app/patron-cookies.ts";
import { refused } from "#app/refusals.ts";
import { ReceiptPage } from "./receipt-page.tsx";
import { receiptView } from "./view.ts";

export const headers = forwardHeaders;

/** The permanent proof of one tip. Its address is the only key to it. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const token = params["token"] ?? "";
  try {
    const receipt = await findReceipt(context.ctx, token, readPatronKeys(request));
    if (!receipt) return data({ language, receipt: null }, { status: 404, headers: await pageHeaders() });
    context.ctx.afterwards(createReceiptView(context.ctx, token));
    const headers = await pageHeaders({ script: SHARE_SCRIPT, isSecret: true });
    return data({ language, receipt: receiptView(language, receipt, token) }, { headers });
  } catch (error) {
    throw await refused(error);
  }
}

export default function ReceiptRoute() {
  const { language, receipt } = useLoaderData<typeof loader>();
  if (receipt) return <ReceiptPage view={receipt} />;
  const text = messagesFor(language);
  const actions = [{ href: "/receipt", label: text.findReceipt }];
  return <NoticePage view={{ language, tone: "calm", ...text.receipt.missing, actions }} />;
}
