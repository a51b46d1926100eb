import { Link, useLoaderData } from "@remix-run/react";
import { Building2, Plus } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Badge } from "#app/components/ui/badge.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { DataTable } from "#app/components/ui/data-table.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { EmptyState } from "#app/components/ui/empty-state.tsx";
import { AppError } from "#app/core/errors.ts";
import { listTenants, updateTenantStatus } from "#app/domain/organisations/index.ts";
import { tenantStatusChange } from "#app/domain/organisations/input.ts";
import { platformAction, platformLoader } from "#app/platform-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";
import { StepUpNotice } from "#app/step-up.tsx";
import { StatusDialog } from "./status-dialog.tsx";

export const loader = platformLoader("platform.read", async ({ ctx }) => ({ tenants: await listTenants(ctx) }));

/** Suspends a tenant or reinstates it. */
export const action = platformAction("platform.write", async ({ ctx, form }) => {
  const say = (message: string, tone: "success" | "warning") =>
    redirectWithFlash("/admin/platform", { message, tone }, ctx.clock.now());
  const intent = form.get("intent");
  if (intent !== "suspend" && intent !== "reinstate")
    throw new AppError("BAD_REQUEST", "This form is not one of ours.");
  const change = tenantStatusChange.safeParse({
    organisationId: form.get("organisation"),
    to: intent === "suspend" ? "suspended" : "active",
    reason: form.get("reason") ?? "",
  });
  if (!change.success) return say("Nothing was changed: say why, in 3 to 200 characters.", "warning");
  const { status, name } = await updateTenantStatus(ctx, change.data);
  if (status === "unchanged") return say(`${name} was so already.`, "warning");
  return say(
    intent === "suspend" ? `${name} is suspended.` : `${name} is reinstated: its guards take tips again.`,
    "success",
  );
});

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
      <StepUpNotice needs="platform.write" />
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
                <Link to={`/admin/${row.original.id}`} className="inline-flex min-h-6 items-center text-ink">
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
            { header: "Change", cell: ({ row }) => <StatusDialog tenant={row.original} /> },
          ]}
        />
      </Card>
    </>
  );
}
