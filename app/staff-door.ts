import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { AppError } from "#app/core/errors.ts";
import { type Ctx, isDatabaseDown } from "#app/domain/context.ts";
import type { StaffSession } from "#app/domain/identity/index.ts";
import { freshForMs, type Permission, permissionsOf, requireStaff, type StaffActor } from "#app/domain/permissions.ts";
import { isTokenOf, readStaffForm } from "./staff-forms.ts";
import { currentSession } from "./staff-session.ts";

/** What a page of one organisation works with: a context whose database shows that organisation only. */
export interface StaffRequest {
  ctx: Ctx;
  actor: StaffActor;
  session: StaffSession;
  organisationId: string;
  request: Request;
  params: Readonly<Record<string, string | undefined>>;
}

export interface StaffPost extends StaffRequest {
  /** Read, bounded, and known to come from a page of ours. */
  form: FormData;
}

/*
 * Forms that want a fresh second factor (STEP_UP in permissions.ts) must not lose what was typed to the check:
 *  - a page that is nothing but its form: give its loader the form's permission, `staffLoader("refunds.write", …)`. The
 *    check comes before the page, and leads back to it.
 *  - a page that people also read: `staffLoader("payouts.read", …)`, and `<StepUpNotice needs="payouts.write" />` (step-up.tsx)
 *    above its forms. It shows itself only to who may send them, when the factor is not fresh or stops being so. The loader
 *    need do nothing for it.
 */

/**
 * A loader below `/admin/:organisation`: only for who is signed in with two factors, belongs to the organisation (else it
 * is not found) and has the permission. Answers refusals as pages, and leads to the sign-in where that is what lacks.
 */
export function staffLoader<Answer>(permission: Permission, answer: (asked: StaffRequest) => Promise<Answer>) {
  return (args: LoaderFunctionArgs): Promise<Answer> =>
    answerStaff(args, async () => answer(await admit(args, permission)));
}

/** An action below `/admin/:organisation`: as `staffLoader`, and the form must come from a page of ours. */
export function staffAction<Answer>(permission: Permission, answer: (asked: StaffPost) => Promise<Answer>) {
  return (args: ActionFunctionArgs): Promise<Answer> =>
    answerStaff(args, async () => {
      const form = await readStaffForm(args.request);
      const asked = await admit(args, permission, form);
      return answer({ ...asked, form });
    });
}

async function admit(
  args: LoaderFunctionArgs | ActionFunctionArgs,
  permission: Permission,
  form?: FormData,
): Promise<StaffRequest> {
  const { context, params, request } = args;
  const session = await signedIn(args);
  if (form) await requireToken(form, session.sessionId, context.ctx);
  const organisationId = params["organisation"] ?? "";
  const actor = actorIn(session, organisationId);
  requireOpen(session, organisationId);
  requireStaff(actor, permission, context.ctx.clock.now());
  // A database refuses them as a fault, and no id of ours has one.
  if (Object.values(params).some((param) => /\p{Cc}/u.test(param ?? "")))
    throw new AppError("NOT_FOUND", "No such page.");
  return { ctx: context.staffContext(actor), actor, session, organisationId, request, params };
}

/** The session of a request, with its second factor given. Throws a redirect to what lacks. */
export async function signedIn({ context, request }: LoaderFunctionArgs | ActionFunctionArgs): Promise<StaffSession> {
  const session = await currentSession(request, context);
  const next = encodeURIComponent(pageOf(request));
  if (!session) throw redirect(`/admin/sign-in?next=${next}`);
  if (session.stage !== "complete") throw redirect(`/admin/second-factor?next=${next}`);
  return session;
}

/** What a frame tells its pages of the person's second factor, for `FreshFactor` (step-up.tsx). */
export function factorOf({ actor, ctx }: Pick<StaffRequest, "actor" | "ctx">) {
  const permissions = permissionsOf(actor.role);
  return { freshForMs: freshForMs(actor.secondFactorAt, ctx.clock.now()), permissions };
}

/** Who somebody is in an organisation. Throws NOT_FOUND for one that is not theirs, as for one that is not there. */
export function actorIn(session: StaffSession, organisationId: string): StaffActor {
  const membership = session.memberships.find((candidate) => candidate.organisationId === organisationId);
  const role = membership?.role ?? (session.isPlatformAdministrator ? "platform" : undefined);
  if (role === undefined) throw new AppError("NOT_FOUND", "There is no such organisation, or it is not yours.");
  const { userId, name, sessionId, secondFactorAt } = session;
  return { kind: "staff", userId, name, sessionId, organisationId, role, secondFactorAt };
}

/** A suspended organisation's own people do not get in; Asante's do, to put it right. Throws ORGANISATION_SUSPENDED. */
function requireOpen({ memberships, isPlatformAdministrator }: StaffSession, organisationId: string): void {
  const own = memberships.find((membership) => membership.organisationId === organisationId);
  if (own?.organisationStatus !== "suspended" || isPlatformAdministrator) return;
  throw new AppError(
    "ORGANISATION_SUSPENDED",
    "Asante has suspended this organisation. Nothing was lost: what guards are owed stays theirs. Ask Asante what has to be settled.",
  );
}

/** Runs what answers a staff page. The one mapper of its trouble: refusals become pages of their status. */
export async function answerStaff<Answer>(
  { request }: { request: Request },
  answer: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "STEP_UP_REQUIRED") {
      throw redirect(`/admin/second-factor?next=${encodeURIComponent(pageOf(request))}`);
    }
    const error = isDatabaseDown(thrown)
      ? new AppError("UNAVAILABLE", "The database cannot be asked.", [], 10)
      : thrown;
    if (!(error instanceof AppError)) throw error;
    const wait = error.retryAfterSeconds;
    const headers = new Headers(wait === undefined ? {} : { "retry-after": String(wait) });
    throw data({ detail: error.detail }, { status: error.status, headers });
  }
}

/** The page to come back to: this one, or for a form the page that it stands on. */
export function pageOf(request: Request): string {
  const here = new URL(request.url);
  const referrer = request.headers.get("referer");
  const page = request.method !== "GET" && referrer && URL.canParse(referrer) ? new URL(referrer) : here;
  if (page.origin !== here.origin) return "/admin";
  return page.pathname.replace(/\.data$/, "") + page.search.replace(/[?&]_routes=[^&]*/, "");
}

/** Throws FORBIDDEN for a form without the token of this session, or before there is one of this browser. */
export async function requireToken(form: FormData, boundTo: string, ctx: Ctx): Promise<void> {
  if (await isTokenOf(form.get("csrf"), boundTo, ctx.settings.authSecrets)) return;
  throw new AppError("FORBIDDEN", "This form is out of date. Nothing was done: reload the page and send it again.");
}
