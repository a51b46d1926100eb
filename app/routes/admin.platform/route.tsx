import { data } from "@remix-run/cloudflare";
import { Outlet, useRouteLoaderData } from "@remix-run/react";
import { Banknote, Building2, FileClock, KeyRound, LogOut, MailX, ShieldAlert } from "lucide-react";
import { AdminError, AdminErrorPage, useTrouble } from "#app/components/admin/admin-error-page.tsx";
import { AdminShell } from "#app/components/admin/admin-shell.tsx";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { platformLoader } from "#app/platform-door.ts";
import { factorOf } from "#app/staff-door.ts";
import { takeFlash } from "#app/staff-flash.ts";
import { FreshFactor } from "#app/step-up.tsx";

/** The frame of the pages of Asante's own people. */
export const loader = platformLoader("platform.read", async ({ ctx, actor, session, request }) => {
  const { flash, forget } = await takeFlash(request);
  const view = {
    user: { name: session.name, email: session.email, role: "platform" },
    factor: factorOf({ actor, ctx }),
    flash,
  };
  return data(view, { headers: forget ? { "set-cookie": forget } : {} });
});

/** The title comes from the breadcrumbs. */
export const meta = () => [];
export const handle = { crumb: "Platform" };

const NAVIGATION = [
  {
    items: [
      { label: "Organisations", to: "/admin/platform", icon: Building2, end: true },
      { label: "Alerts", to: "/admin/platform/alerts", icon: ShieldAlert },
      { label: "Payouts", to: "/admin/platform/payouts", icon: Banknote },
      { label: "Dead letters", to: "/admin/platform/dead-letters", icon: MailX },
      { label: "Audit log", to: "/admin/platform/audit", icon: FileClock },
    ],
  },
];

export default function Platform() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

/** Trouble of one page, inside the frame, so that the way elsewhere stays open. */
export function ErrorBoundary() {
  const trouble = useTrouble();
  const isFramed = useRouteLoaderData<typeof loader>("routes/admin.platform") !== undefined;
  if (!isFramed) return <AdminErrorPage {...trouble} />;
  return (
    <Frame>
      <AdminError {...trouble} />
    </Frame>
  );
}

/** Without its own data, which is how it stands when its loader refused, there is no frame. */
function Frame({ children }: { children: React.ReactNode }) {
  const view = useRouteLoaderData<typeof loader>("routes/admin.platform");
  const csrf = useCsrf();
  if (!view) return children;
  const { user, factor, flash } = view;
  return (
    <AdminShell
      organisation={{ id: "org-platform", name: "Asante, the platform" }}
      navigation={NAVIGATION}
      user={user}
      userMenu={[
        [
          { label: "Your account and devices", to: "/admin/account", icon: KeyRound },
          { label: "Switch organisation", to: "/admin", icon: Building2 },
        ],
        [{ label: "Sign out", action: "/admin/sign-out", fields: { csrf }, icon: LogOut }],
      ]}
      palette={{ groups: NAVIGATION.map(({ items }) => ({ heading: "Go to", items })) }}
      flash={flash}
    >
      <FreshFactor factor={factor}>{children}</FreshFactor>
    </AdminShell>
  );
}
