import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { renderToStaticMarkup } from "react-dom/server";
import { GuardPage } from "#app/components/guard-page.tsx";
import type { GuardView } from "#app/components/guard-view.ts";
import { NoticePage, type NoticeView } from "#app/components/notice-page.tsx";
import { describeFault } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import { type CardLookup, findCard } from "#app/domain/qr/index.ts";
import { takesTips } from "#app/domain/tips/index.ts";
import { type Language, negotiateLanguage } from "#app/messages/index.ts";
import { guardPageHeaders, noticeHeaders } from "./headers.ts";
import { faultView, goneView, notOursView, notTakingTipsView, unavailableView } from "./notices.ts";
import { guardView } from "./view.ts";

/**
 * Where a scanned code leads. The most visited page is written here and not by the framework's document: a page without
 * scripts has no use for the data and the router that would go with it, and costs a quarter less without them.
 */
export async function loader({ request, params, context: { ctx, checkoutOrigin } }: LoaderFunctionArgs) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  try {
    return await pageFor(await findCard(ctx, params["token"] ?? ""), language, checkoutOrigin);
  } catch (error) {
    return faultPage(error, language, ctx);
  }
}

async function pageFor(found: CardLookup, language: Language, checkoutOrigin: string): Promise<Response> {
  switch (found.status) {
    case "found": {
      const { card } = found;
      if (!takesTips(card)) return page(notTakingTipsView(language, card), 200, await noticeHeaders());
      const headers = await guardPageHeaders(checkoutOrigin, { isShared: true });
      return page(guardView(card, { language, checkoutOrigin }), 200, headers);
    }
    case "gone":
      return page(goneView(language), 410, await noticeHeaders());
    case "not_ours":
      return page(notOursView(language), 400, await noticeHeaders());
    case "unavailable":
      return page(unavailableView(language), 503, await noticeHeaders({ waits: true }));
  }
}

/** A resource route has no error boundary of the framework's. */
async function faultPage(error: unknown, language: Language, ctx: Ctx): Promise<Response> {
  ctx.log.error("page_failed", describeFault(error));
  return page(faultView(language, ctx.requestId), 500, await noticeHeaders());
}

function page(view: GuardView | NoticeView, status: number, headers: Record<string, string>): Response {
  const markup = renderToStaticMarkup("token" in view ? <GuardPage view={view} /> : <NoticePage view={view} />);
  const described = { ...headers, "content-type": "text/html; charset=utf-8", "content-language": view.language };
  return new Response(`<!doctype html>${markup}`, { status, headers: described });
}
