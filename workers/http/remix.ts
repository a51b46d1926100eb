import { type AppLoadContext, createRequestHandler, type ServerBuild } from "@remix-run/cloudflare";
import type { Context } from "hono";
import { systemClock } from "#app/core/time.ts";
// @ts-expect-error: built by `remix vite:build`; absent in a fresh clone until then.
import * as serverBuild from "#build/server/index.js";
import type { Doors } from "./doors.ts";
import { readBody } from "./middleware/body.ts";
import { findShared, keepPage, pageKey } from "./page-cache.ts";

const FORM_LIMIT_BYTES = 32 * 1024;
const build = serverBuild as unknown as ServerBuild;
const handle = createRequestHandler(build, "production");

/** Everything that is not an API, a webhook or a health check is a page. */
export async function renderPage(c: Context<Doors>): Promise<Response> {
  const key = pageKey(c.req.raw, BUILD_ID);
  const now = systemClock.now().getTime();
  const kept = key && (await findShared(key, now));
  if (kept) return kept;
  const rendered = await handle(await bounded(c.req.raw), loadContext(c));
  return key ? keepPage(key, rendered, now, (work) => c.executionCtx.waitUntil(work)) : rendered;
}

/** Names the build in every cache key, so that a new one never serves an old one's pages. */
export const BUILD_ID = build.assets.version;

function loadContext(c: Context<Doors>): AppLoadContext {
  return { ctx: c.var.ctx, checkoutOrigin: c.var.env.PAYSTACK_CHECKOUT_URL };
}

/** A form of any honest patron is small; a larger body is refused before Remix would read it whole. */
async function bounded(request: Request): Promise<Request> {
  if (request.method === "GET" || request.method === "HEAD" || !request.body) return request;
  const body = await readBody(request, FORM_LIMIT_BYTES);
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body,
  });
}
