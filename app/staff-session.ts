import type { AppLoadContext } from "@remix-run/cloudflare";
import { findSession, type StaffSession } from "#app/domain/identity/index.ts";

const sessions = new WeakMap<AppLoadContext, Promise<StaffSession | null>>();

/** The session of a request, looked up once however many loaders ask. */
export function currentSession(request: Request, context: AppLoadContext): Promise<StaffSession | null> {
  let session = sessions.get(context);
  if (!session) {
    session = findSession(context.ctx, visitOf(request));
    sessions.set(context, session);
  }
  return session;
}

/** What a request shows of the browser it came from. */
export function visitOf(request: Request): { cookie: string | null; userAgent: string | null } {
  return { cookie: request.headers.get("cookie"), userAgent: request.headers.get("user-agent") };
}
