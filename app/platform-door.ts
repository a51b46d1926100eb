import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { AppError } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { StaffSession } from "#app/domain/identity/index.ts";
import { type Permission, requireStaff, type StaffActor } from "#app/domain/permissions.ts";
import { answerStaff, requireToken, signedIn } from "./staff-door.ts";
import { readStaffForm } from "./staff-forms.ts";

/** Asante itself is an organisation, too: its alerts and its audit log are kept in this name. */
const PLATFORM = "org-platform";

type PlatformPermission = Extract<Permission, `platform.${string}`>;

/** What a page of Asante's own people works with: the whole database. */
export interface PlatformRequest {
  ctx: Ctx;
  actor: StaffActor;
  session: StaffSession;
  request: Request;
}

export interface PlatformPost extends PlatformRequest {
  /** Read, bounded, and known to come from a page of ours. */
  form: FormData;
}

/** A loader below `/admin/platform`: only for platform administrators; to everybody else it is not there. */
export function platformLoader<Answer>(
  permission: PlatformPermission,
  answer: (asked: PlatformRequest) => Promise<Answer>,
) {
  return (args: LoaderFunctionArgs): Promise<Answer> =>
    answerStaff(args, async () => answer(await admit(args, permission)));
}

/** An action below `/admin/platform`: as `platformLoader`, and the form must come from a page of ours. */
export function platformAction<Answer>(
  permission: PlatformPermission,
  answer: (asked: PlatformPost) => Promise<Answer>,
) {
  return (args: ActionFunctionArgs): Promise<Answer> =>
    answerStaff(args, async () => {
      const form = await readStaffForm(args.request);
      const asked = await admit(args, permission, form);
      return answer({ ...asked, form });
    });
}

async function admit(
  args: LoaderFunctionArgs | ActionFunctionArgs,
  permission: PlatformPermission,
  form?: FormData,
): Promise<PlatformRequest> {
  const { context, request } = args;
  const session = await signedIn(args);
  if (form) await requireToken(form, session.sessionId, context.ctx);
  if (!session.isPlatformAdministrator) throw new AppError("NOT_FOUND", "There is no such page.");
  const { userId, name, sessionId, secondFactorAt } = session;
  const actor: StaffActor = {
    kind: "staff",
    userId,
    name,
    sessionId,
    organisationId: PLATFORM,
    role: "platform",
    secondFactorAt,
  };
  requireStaff(actor, permission, context.ctx.clock.now());
  return { ctx: { ...context.ctx, actor }, actor, session, request };
}

/** The same request at work in a tenant that was just taken in: its verbs are asked in its own name. */
export function inOrganisation({ ctx, actor }: PlatformRequest, organisationId: string): Ctx {
  return { ...ctx, actor: { ...actor, organisationId } };
}
