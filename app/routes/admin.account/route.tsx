import { listPasskeys, listSessions } from "#app/domain/identity/index.ts";
import { isFresh } from "#app/domain/permissions.ts";
import { sessionAction, sessionLoader } from "#app/identity-door.ts";
import { takeFlash } from "#app/staff-flash.ts";
import { CHANGES } from "./changes.ts";

export { AccountPage as default } from "./page.tsx";

export const meta = () => [{ title: "Your account · Asante" }];

export const loader = sessionLoader(["complete"], async ({ ctx, session, request, headers }) => {
  const { flash, forget } = await takeFlash(request);
  if (forget) headers.append("set-cookie", forget);
  const [passkeys, devices] = await Promise.all([listPasskeys(ctx, session), listSessions(ctx, session)]);
  const { name, email, factors, memberships, isPlatformAdministrator, secondFactorAt } = session;
  return {
    person: { name, email, isPlatformAdministrator },
    memberships,
    factors,
    passkeys,
    devices,
    mayChange: isFresh(secondFactorAt, ctx.clock.now()),
    flash,
  };
});

export const action = sessionAction(["complete"], async (asked) => {
  const intent = String(asked.form.get("intent"));
  const change = Object.hasOwn(CHANGES, intent) ? CHANGES[intent as keyof typeof CHANGES] : undefined;
  if (!change) throw new Response(null, { status: 400 });
  return change(asked);
});
