import { data, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { GuardPage } from "#app/components/guard-page.tsx";
import { NoticePage } from "#app/components/notice-page.tsx";
import { findCard } from "#app/domain/qr/index.ts";
import { takesTips } from "#app/domain/tips/index.ts";
import { negotiateLanguage } from "#app/messages/index.ts";
import { forwardHeaders } from "#app/page-security.ts";
import { guardPageHeaders, noticeHeaders } from "./headers.ts";
import { goneView, notOursView, notTakingTipsView, unavailableView } from "./notices.ts";
import { guardView } from "./view.ts";

export const headers = forwardHeaders;

/** Where a scanned code leads. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const found = await findCard(context.ctx, params["token"] ?? "");
  switch (found.status) {
    case "found": {
      const { card } = found;
      if (!takesTips(card)) return data(notTakingTipsView(language, card), { headers: await noticeHeaders() });
      const view = guardView(card, { language, checkoutOrigin: context.checkoutOrigin });
      return data(view, { headers: await guardPageHeaders(context.checkoutOrigin, { isShared: true }) });
    }
    case "gone":
      return data(goneView(language), { status: 410, headers: await noticeHeaders() });
    case "not_ours":
      return data(notOursView(language), { status: 400, headers: await noticeHeaders() });
    case "unavailable":
      return data(unavailableView(language), { status: 503, headers: await noticeHeaders({ waits: true }) });
  }
}

export default function GuardRoute() {
  const view = useLoaderData<typeof loader>();
  return "token" in view ? <GuardPage view={view} /> : <NoticePage view={view} />;
}
