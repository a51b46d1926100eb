import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createCookie,
  data,
  type LoaderFunctionArgs,
  redirect,
} from "@remix-run/cloudflare";
import { AppError } from "#app/core/errors.ts";
import { randomBase32 } from "#app/core/ids.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { StaffSession, Stage, Visit } from "#app/domain/identity/index.ts";
import { answerStaff, pageOf, requireToken } from "./staff-door.ts";
import { formToken, readStaffForm } from "./staff-forms.ts";
import { safeNext } from "./staff-next.ts";
import { currentSession, visitOf } from "./staff-session.ts";

/** What a page works with that stands outside every organisation. */
export interface IdentityRequest {
  ctx: Ctx;
  request: Request;
  params: Readonly<Record<string, string | undefined>>;
  visit: Visit;
  /** Where to go on to: the parameter or field `next` when it is a page of the staff's, else /admin. */
  next: string;
  /** What the answer carries. */
  headers: Headers;
}
export interface IdentityPost extends IdentityRequest {
  /** Read, bounded, and known to come from a page of ours. */
  form: FormData;
}
export type WithSession<Asked> = Asked & { session: StaffSession };

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/** Names a browser that is not signed in, so that a form it sends is known to come from a page it was given. */
const formCookie = createCookie("__Host-asante_form", { httpOnly: true, secure: true, sameSite: "lax", path: "/" });
const FORM_KEY_CHARACTERS = 32;

/** The loader of a page that needs no session. The page gets `csrf` for its forms, whoever is signed in. */
export function signedOutLoader<View extends object>(answer: (asked: IdentityRequest) => Promise<View>) {
  return (args: LoaderFunctionArgs) =>
    answerStaff(args, async () => {
      const { ctx } = args.context;
      const asked = askedOf(args);
      const view = await answer(asked);
      const known = await formKeyOf(args.request);
      const key = known ?? randomBase32(FORM_KEY_CHARACTERS, ctx.randomness);
      if (!known) asked.headers.append("set-cookie", await formCookie.serialize(key));
      const csrf = await formToken(boundTo(key), ctx.settings.authSecrets);
      return data({ ...view, csrf }, { headers: asked.headers });
    });
}

/** The action of such a page: the form must come from a page of ours that this browser was given. */
export function signedOutAction<Answer>(answer: (asked: IdentityPost) => Promise<Answer>) {
  return (args: ActionFunctionArgs) =>
    answerStaff(args, async () => {
      const form = await readStaffForm(args.request);
      await requireToken(form, boundTo((await formKeyOf(args.request)) ?? ""), args.context.ctx);
      return answer({ ...askedOf(args, form), form });
    });
}

/** The loader of a page for who has come this far in signing in; others are led to where they are. */
export function sessionLoader<View extends object>(
  stages: readonly Stage[],
  answer: (asked: WithSession<IdentityRequest>) => Promise<View>,
) {
  return (args: LoaderFunctionArgs) =>
    answerStaff(args, async () => {
      const asked = askedOf(args);
      const view = await answer({ ...asked, session: await sessionAt(stages, args, asked) });
      return data(view, { headers: asked.headers });
    });
}

/** The action of such a page: its forms carry the token of the session. */
export function sessionAction<Answer>(
  stages: readonly Stage[],
  answer: (asked: WithSession<IdentityPost>) => Promise<Answer>,
) {
  return (args: ActionFunctionArgs) =>
    answerStaff(args, async () => {
      const form = await readStaffForm(args.request);
      const asked = askedOf(args, form);
      const session = await sessionAt(stages, args, asked);
      await requireToken(form, session.sessionId, asked.ctx);
      return answer({ ...asked, session, form });
    });
}

/** Has the answer set these cookies. */
export function setCookies({ headers }: Pick<IdentityRequest, "headers">, cookies: readonly string[]): void {
  for (const cookie of cookies) headers.append("set-cookie", cookie);
}

/** What a verb answers; or, when there were too many tries, what to tell the person. */
export async function unlessLimited<T>(work: Promise<T>): Promise<T | { status: "limited"; problem: string }> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "RATE_LIMITED") throw error;
    const wait = Math.max(1, Math.ceil((error.retryAfterSeconds ?? 60) / 60));
    const problem = `Too many tries. Wait ${wait === 1 ? "a minute" : `${wait} minutes`}, then try again.`;
    return { status: "limited", problem };
  }
}

/** What a verb answers; or, when a field is refused, what is wrong with it, as a form's reply takes it. */
export async function fieldProblems<T>(
  work: Promise<T>,
): Promise<T | { status: "wrong"; fieldErrors: Record<string, string[]> }> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.fields.length === 0) throw error;
    const fieldErrors = Object.fromEntries(error.fields.map(({ field, message }) => [field, [message]]));
    return { status: "wrong", fieldErrors };
  }
}

function askedOf({ context, request, params }: Args, form?: FormData): IdentityRequest {
  const next = safeNext(form?.get("next") ?? new URL(request.url).searchParams.get("next"));
  return { ctx: context.ctx, request, params, visit: visitOf(request), next, headers: new Headers() };
}

async function sessionAt(
  stages: readonly Stage[],
  { request, context }: { request: Request; context: AppLoadContext },
  { next }: IdentityRequest,
): Promise<StaffSession> {
  const session = await currentSession(request, context);
  if (session && stages.includes(session.stage)) return session;
  if (session?.stage === "complete") throw redirect(next);
  const goal = encodeURIComponent(next === "/admin" ? safeNext(pageOf(request)) : next);
  throw redirect(`${session ? PAGE_OF_STAGE[session.stage] : "/admin/sign-in"}?next=${goal}`);
}

const PAGE_OF_STAGE = { second_factor: "/admin/second-factor", enrolment: "/admin/set-up-factor" } as const;

async function formKeyOf(request: Request): Promise<string | null> {
  const key: unknown = await formCookie.parse(request.headers.get("cookie"));
  return typeof key === "string" && key.length === FORM_KEY_CHARACTERS ? key : null;
}

function boundTo(key: string): string {
  return `form:${key}`;
}
