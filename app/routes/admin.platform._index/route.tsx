import { Link, useLoaderData } from "@remix-run/react";
import { Building2, Plus } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { listTenants } from "#app/domain/organisations/index.ts";
import { platformLoader } from "#app/platform-door.ts";

export const loader = platformLoader("platform.read", async ({ ctx }) => ({ tenants: await listTenants(ctx) }));

export default function Organisations() {
  const { tenants } = useLoaderData<typeof loader>();
  const create = (
    <LinkButton to="/admin/platform/organisations/new" variant="primary" icon={<Plus aria-hidden="true" />}>
      New organisation
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Organisations" description="Every security company that works with Asante." actions={create} />
      <Card flush>
        <DataTable
          caption="Organisations"
          rows={tenants}
          rowId={({ id }) => id}
          empty={
            <EmptyState icon={Building2} title="No organisation yet" action={create}>
              Take in the first one: its owner gets an invitation.
            </EmptyState>
          }
          columns={[
            {
              header: "Name",
              cell: ({ row }) => (
                <Link to={`/admin/${row.original.id}`} className="font-semibold underline underline-offset-4">
                  {row.original.name}
                </Link>
              ),
            },
            {
              header: "Status",
              cell: ({ row }) => (
                <Badge tone={row.original.status === "active" ? "success" : "danger"}>
                  {row.original.status === "active" ? "Active" : "Suspended"}
                </Badge>
              ),
            },
            { header: "Country", cell: ({ row }) => `${row.original.country}, ${row.original.currency}` },
            { header: "Guards", accessorKey: "guards", meta: { align: "end" } },
            { header: "Members", accessorKey: "members", meta: { align: "end" } },
            {
              header: "Since",
              meta: { from: "lg" },
              cell: ({ row }) => <DateTime at={row.original.createdAt} timeZone="UTC" style="date" />,
            },
          ]}
        />
      </Card>
    </>
  );
}
