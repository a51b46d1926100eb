import type { SubmissionResult } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { Printer, Users } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton, SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";
import { DefinitionList } from "#app/components/ui/definition-list.tsx";
import type { Site } from "#app/domain/organisations/index.ts";
import { kindName, SiteForm } from "../admin.$organisation.sites/site-form.tsx";

interface SitePageProps {
  site: Site;
  mayWrite: boolean;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** One site: what it is called, who stand there, and closing it. */
export function SitePage({ site, mayWrite, lastResult }: SitePageProps) {
  const home = `/admin/${useOrganisation().id}`;
  const isOpen = site.status === "active";
  const { name, kind, address } = site;
  return (
    <>
      <PageHeader
        title={name}
        badge={isOpen ? undefined : <Badge>Closed</Badge>}
        actions={
          <>
            <LinkButton to={`${home}/guards?site=${site.id}`} icon={<Users aria-hidden="true" />}>
              {site.guards === 1 ? "1 guard" : `${site.guards} guards`}
            </LinkButton>
            {isOpen && site.guards > 0 ? (
              <LinkButton to={`${home}/prints?site=${site.id}`} icon={<Printer aria-hidden="true" />}>
                Print codes
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div className="grid max-w-3xl gap-6">
        {mayWrite && isOpen ? (
          <>
            <Card title="Details">
              <SiteForm site={{ name, kind, address }} lastResult={lastResult}>
                <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
                <LinkButton to={`${home}/sites`}>Cancel</LinkButton>
              </SiteForm>
            </Card>
            <Closing site={site} />
          </>
        ) : (
          <Card title="Details">
            <DefinitionList
              items={[
                { term: "Kind", value: kindName(kind) },
                { term: "Address", value: address ?? "—" },
              ]}
            />
            {mayWrite && !isOpen ? <Opening name={name} /> : null}
          </Card>
        )}
      </div>
    </>
  );
}

function Opening({ name }: { name: string }) {
  return (
    <Form method="post" className="mt-5">
      <CsrfField />
      <SubmitButton name="intent" value="open" variant="secondary" pendingLabel="Opening…">
        Open {name} again
      </SubmitButton>
    </Form>
  );
}

function Closing({ site }: { site: Site }) {
  const csrf = useCsrf();
  if (site.guards > 0) {
    return (
      <Card
        title="Close this site"
        description="Only a site where nobody stands can be closed. Move its guards first."
      />
    );
  }
  return (
    <Card title="Close this site" description="No guard stands here.">
      <ConfirmDialog
        trigger={{ label: "Close site", variant: "danger" }}
        title={`Close ${site.name}?`}
        description="No guard can be placed here any more. It can be opened again while no other site has its name."
        confirmLabel="Close site"
        fields={{ csrf, intent: "close" }}
      />
    </Card>
  );
}
