import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { Outlet } from "@remix-run/react";
import { useContext } from "react";
import { AdminDocument } from "#app/components/admin/admin-document.tsx";
import { AdminErrorPage, useTrouble } from "#app/components/admin/admin-error-page.tsx";
import { RequestFacts } from "#app/request-facts.ts";
import { answerStaff } from "#app/staff-door.ts";
import { formToken } from "#app/staff-forms.ts";
import { currentSession } from "#app/staff-session.ts";
import adminCss from "#app/styles/admin.css?url";

export const links = () => [{ rel: "stylesheet", href: adminCss }];
export const meta = () => [{ title: "Asante for staff" }];

/** What forms below carry against forgery; without a session the sign-in pages give their own. */
export const loader = ({ request, context }: LoaderFunctionArgs) =>
  answerStaff({ request }, async () => {
    const session = await currentSession(request, context);
    return { csrf: session && (await formToken(session.sessionId, context.ctx.settings.authSecrets)) };
  });

/** Every staff page: its own document, hydrated. */
export default function Admin() {
  const { nonce } = useContext(RequestFacts);
  return (
    <AdminDocument {...(nonce === undefined ? {} : { nonce })}>
      <Outlet />
    </AdminDocument>
  );
}

export function ErrorBoundary() {
  const trouble = useTrouble();
  const { nonce, requestId } = useContext(RequestFacts);
  return (
    <AdminDocument {...(nonce === undefined ? {} : { nonce })}>
      <AdminErrorPage {...trouble} requestId={requestId} />
    </AdminDocument>
  );
}
