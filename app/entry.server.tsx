import type { AppLoadContext, EntryContext, HandleErrorFunction } from "@remix-run/cloudflare";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToReadableStream, renderToStaticMarkup } from "react-dom/server";
import { negotiateLanguage } from "#app/messages/index.ts";
import { pageHeaders } from "./page-security.ts";
import { RequestFacts } from "./request-facts.ts";
import { isStaffPath, newNonce, staffPageHeaders } from "./staff-security.ts";

declare const __BUILD_ID__: string;

/** Names this build, for the keys of kept pages. */
export const buildId = __BUILD_ID__;

/** Patrons' pages are rendered in one go, a few kilobytes that are never hydrated; staff pages as React hydrates them. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
) {
  const respond = isStaffPath(new URL(request.url).pathname) ? renderStaffPage : renderPatronPage;
  return await respond(request, status, headers, remixContext, context);
}

async function renderStaffPage(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { ctx }: AppLoadContext,
) {
  const nonce = newNonce();
  const stream = await renderToReadableStream(
    <RequestFacts.Provider value={{ language: "en", requestId: ctx.requestId, nonce }}>
      <RemixServer context={remixContext} url={request.url} nonce={nonce} />
    </RequestFacts.Provider>,
    { nonce },
  );
  await stream.allReady;
  for (const [name, value] of Object.entries(staffPageHeaders(nonce))) headers.set(name, value);
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(stream, { status, headers });
}

async function renderPatronPage(
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
