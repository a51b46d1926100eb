import { type AppLoadContext, createRequestHandler, type ServerBuild } from "@remix-run/cloudflare";
import type { Context } from "hono";
import { AppError } from "#app/core/errors.ts";
import { systemClock } from "#app/core/time.ts";
import { isStaffPath } from "#app/staff-security.ts";
// @ts-expect-error: built by `remix vite:build`; absent in a fresh clone until then.
import * as serverBuild from "#build/server/index.js";
import { staffContext } from "../context.ts";
import type { Doors } from "./doors.ts";
import { findShared, keepPage, pageKey } from "./page-cache.ts";
import { countView } from "./scans.ts";

const build = serverBuild as unknown as ServerBuild;
const staffPages = createRequestHandler(build, "production");
/** Routes are ranked anew for every request, so patrons do not wait for the ranking of those they cannot open. */
const patronPages = createRequestHandler(
  {
    ...build,
    routes: withoutStaff(build.routes),
    assets: { ...build.assets, routes: withoutStaff(build.assets.routes) },
  },
  "production",
);

function withoutStaff<Route>(routes: Record<string, Route>): Record<string, Route> {
  return Object.fromEntries(Object.entries(routes).filter(([id]) => !id.startsWith("routes/admin")));
}

/** Where a hydrated page, which only staff have, asks for routes it has not met yet. */
const ROUTE_DISCOVERY = "/__manifest";

/** Everything that is not an API, a webhook or a health check is a page. */
export async function renderPage(c: Context<Doors>): Promise<Response> {
  const key = pageKey(c.req.raw, BUILD_ID);
  const now = systemClock.now().getTime();
  const kept = key && (await findShared(key, now));
  if (kept) {
    countPage(c, key, now);
    return kept;
  }
  const pages = isStaffPath(c.req.path) || c.req.path === ROUTE_DISCOVERY ? staffPages : patronPages;
  const rendered = await pages(fromOurselves(c.req.raw), loadContext(c));
  if (key && IS_OURS.has(rendered.status)) countPage(c, key, now);
  if (isStaffPath(c.req.path)) rendered.headers.set("cache-control", "no-store");
  return keepPage(key, rendered, now, (work) => c.executionCtx.waitUntil(work));
}

/** Names the build in every cache key, so that a new one never serves an old one's pages. */
export const BUILD_ID = String((build.entry.module as { buildId?: string }).buildId);

/** A code of ours was looked at: a guard's page, or the page of a code that was revoked. */
const IS_OURS = new Set([200, 410]);

function countPage(c: Context<Doors>, key: string, now: number): void {
  countView(c.req.raw, key, now, () => ({
    bindings: c.env,
    waitUntil: (work) => c.executionCtx.waitUntil(work),
  }));
}

function loadContext(c: Context<Doors>): AppLoadContext {
  const { ctx, env } = c.var;
  return {
    ctx,
    checkoutOrigin: env.PAYSTACK_CHECKOUT_URL,
    staffContext: (actor) => staffContext(env, ctx, actor),
  };
}

/**
 * A form of ours comes from our own page. An opaque origin, which privacy settings cause, is no sign of another site:
 * what a patron's form may do hangs on no cookie but those that browsers keep from other sites' forms (SameSite), so it is
 * let through as if there were none.
 */
function fromOurselves(request: Request): Request {
  const origin = request.headers.get("origin");
  if (request.method === "GET" || request.method === "HEAD" || origin === null) return request;
  if (origin === "null" && !isStaffPath(new URL(request.url).pathname)) {
    const headers = new Headers(request.headers);
    headers.delete("origin");
    return new Request(request, { headers });
  }
  if (origin === new URL(request.url).origin) return request;
  throw new AppError("FORBIDDEN", "This form came from another site. Nothing was done.");
}
