import { data } from "@remix-run/cloudflare";
import { Outlet, useRouteLoaderData } from "@remix-run/react";
import { Building2, KeyRound, LogOut, ServerCog } from "lucide-react";
import { AdminError, AdminErrorPage, useTrouble } from "#app/components/admin/admin-error-page.tsx";
import { AdminShell } from "#app/components/admin/admin-shell.tsx";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { getOrganisation } from "#app/domain/organisations/index.ts";
import { permissionsOf } from "#app/domain/permissions.ts";
import { factorOf, staffLoader } from "#app/staff-door.ts";
import { takeFlash } from "#app/staff-flash.ts";
import { FreshFactor } from "#app/step-up.tsx";
import { navigationOf } from "./navigation.ts";

/** The frame of an organisation's pages. */
export const loader = staffLoader("organisation.read", async ({ ctx, actor, session, request }) => {
  const organisation = await getOrganisation(ctx);
  const { flash, forget } = await takeFlash(request);
  const view = {
    organisation,
    organisations: session.memberships.map((each) => ({ id: each.organisationId, name: each.organisationName })),
    user: { name: session.name, email: session.email, role: actor.role },
    permissions: permissionsOf(actor.role),
    isPlatform: session.isPlatformAdministrator,
    factor: factorOf({ actor, ctx }),
    flash,
  };
  return data(view, { headers: forget ? { "set-cookie": forget } : {} });
});

/** The title comes from the breadcrumbs. */
export const meta = () => [];
export const handle = { place: ({ organisation }: { organisation: { name: string } }) => organisation.name };

export default function Organisation() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

/** Trouble of one page, inside the frame, so that the way elsewhere stays open. */
export function ErrorBoundary() {
  const trouble = useTrouble();
  const isFramed = useRouteLoaderData<typeof loader>("routes/admin.$organisation") !== undefined;
  if (!isFramed) return <AdminErrorPage {...trouble} />;
  return (
    <Frame>
      <AdminError {...trouble} />
    </Frame>
  );
}

/** Without its own data, which is how it stands when its loader or a form below it refused, there is no frame. */
function Frame({ children }: { children: React.ReactNode }) {
  const view = useRouteLoaderData<typeof loader>("routes/admin.$organisation");
  const csrf = useCsrf();
  if (!view) return children;
  const { organisation, organisations, user, permissions, isPlatform, factor, flash } = view;
  const home = `/admin/${organisation.id}`;
  const navigation = navigationOf(organisation.id, permissions);
  return (
    <AdminShell
      organisation={organisation}
      navigation={navigation}
      user={user}
      userMenu={[
        [
          { label: "Your account and devices", to: "/admin/account", icon: KeyRound },
          ...(organisations.length > 1 || isPlatform
            ? [{ label: "Switch organisation", to: "/admin", icon: Building2 }]
            : []),
          ...(isPlatform ? [{ label: "Platform", to: "/admin/platform", icon: ServerCog }] : []),
        ],
        [{ label: "Sign out", action: "/admin/sign-out", fields: { csrf }, icon: LogOut }],
      ]}
      palette={{
        searchUrl: `${home}/search`,
        groups: navigation.map(({ label, items }) => ({ heading: label ?? "Go to", items })),
      }}
      flash={flash}
    >
      <FreshFactor factor={factor}>{children}</FreshFactor>
    </AdminShell>
  );
}
