import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { SignInShell } from "#app/components/admin/sign-in-shell.tsx";
import { listOrganisations } from "#app/domain/organisations/index.ts";
import { answerStaff, signedIn } from "#app/staff-door.ts";

/** Leads to the one organisation somebody works for; who works for several chooses. */
export const loader = (args: LoaderFunctionArgs) =>
  answerStaff(args, async () => {
    const session = await signedIn(args);
    const own = session.memberships.map(({ organisationId, organisationName }) => ({
      id: organisationId,
      name: organisationName,
    }));
    const organisations = session.isPlatformAdministrator ? await listOrganisations(args.context.ctx) : own;
    const [only] = organisations;
    if (only && organisations.length === 1) throw redirect(`/admin/${only.id}`);
    return { organisations };
  });

export default function ChooseOrganisation() {
  const { organisations } = useLoaderData<typeof loader>();
  return (
    <SignInShell
      title={organisations.length > 0 ? "Choose an organisation" : "You belong to no organisation yet"}
      description={organisations.length > 0 ? "" : "Ask an owner or admin of your organisation to invite you."}
    >
      <ul className="grid gap-2">
        {organisations.map(({ id, name }) => (
          <li key={id}>
            <Link className="block rounded-lg border border-line px-4 py-3 font-medium hover:bg-tint" to={`/admin/${id}`}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </SignInShell>
  );
}
