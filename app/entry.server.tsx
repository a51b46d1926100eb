import type { AppLoadContext, EntryContext, HandleErrorFunction } from "@remix-run/cloudflare";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToStaticMarkup } from "react-dom/server";
import { negotiateLanguage } from "#app/messages/index.ts";
import { pageHeaders } from "./page-security.ts";
import { RequestFacts } from "./request-facts.ts";

declare const __BUILD_ID__: string;

/** Names this build, for the keys of kept pages. */
export const buildId = __BUILD_ID__;

/** Renders in one go: pages are a few kilobytes, wait for nothing while rendering, and are never hydrated. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { ctx }: AppLoadContext,
) {
  const language = negotiateLanguage(request.headers.get("accept-language"));
  const markup = renderToStaticMarkup(
    <RequestFacts.Provider value={{ language, requestId: ctx.requestId }}>
      <RemixServer context={remixContext} url={request.url} />
    </RequestFacts.Provider>,
  );
  if (!headers.has("content-security-policy")) {
    for (const [name, value] of Object.entries(await pageHeaders())) headers.set(name, value);
  }
  headers.set("content-type", "text/html; charset=utf-8");
  headers.set("content-language", language);
  return new Response(`<!doctype html>${markup}`, { status, headers });
}

/** Faults are logged without their message, which may quote what a person typed; refusals of the router are no faults. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  const fault = error instanceof Error ? error : new Error("something not an error was thrown");
  const frames = (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  context.ctx.log.error("page_failed", {
    requestId: context.ctx.requestId,
    name: fault.name,
    frames: frames.slice(0, 12),
  });
};
