import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { listOrganisations } from "#app/domain/organisations/index.ts";
import { answerStaff, signedIn } from "#app/staff-door.ts";

/** Leads to the one organisation somebody works for; who works for several, or for Asante, chooses. */
export const loader = (args: LoaderFunctionArgs) =>
  answerStaff(args, async () => {
    const session = await signedIn(args);
    const own = session.memberships.map(({ organisationId, organisationName }) => ({
      id: organisationId,
      name: organisationName,
    }));
    const isPlatform = session.isPlatformAdministrator;
    const organisations = isPlatform ? await listOrganisations(args.context.ctx, session.userId) : own;
    const [only] = organisations;
    if (only && organisations.length === 1 && !isPlatform) throw redirect(`/admin/${only.id}`);
    const places = organisations.map(({ id, name }) => ({ name, to: `/admin/${id}` }));
    return { places: isPlatform ? [{ name: "Asante, the platform", to: "/admin/platform" }, ...places] : places };
  });

export default function ChooseOrganisation() {
  const { places } = useLoaderData<typeof loader>();
  return (
    <SignInShell
      title={places.length > 0 ? "Choose an organisation" : "You belong to no organisation yet"}
      description={places.length > 0 ? "" : "Ask an owner or admin of your organisation to invite you."}
    >
      <ul className="grid gap-2">
        {places.map(({ name, to }) => (
          <li key={to}>
            <Link className="block rounded-lg border border-line px-4 py-3 font-medium hover:bg-tint" to={to}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </SignInShell>
  );
}
