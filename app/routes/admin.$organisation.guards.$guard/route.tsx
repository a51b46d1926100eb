import { Outlet, useLoaderData } from "@remix-run/react";
import { Pencil } from "lucide-react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Avatar } from "#app/components/ui/avatar.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Tabs } from "#app/components/ui/tabs.tsx";
import { getGuard } from "#app/domain/guards/index.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { staffLoader } from "#app/staff-door.ts";
import { StatusBadge } from "../admin.$organisation.guards/status-badge.tsx";

export const handle = {
  crumb: ({ guard }: { guard: { firstName: string; lastName: string } }) => `${guard.firstName} ${guard.lastName}`,
};

export const loader = staffLoader("guards.read", async ({ ctx, actor, params }) => ({
  guard: await getGuard(ctx, params["guard"] ?? ""),
  mayWrite: roleMay(actor.role, "guards.write"),
  maySeePayouts: roleMay(actor.role, "payouts.read"),
  maySeeAudit: roleMay(actor.role, "audit.read"),
}));

/** One guard: who they are above, and the parts of their page as tabs. */
export default function GuardFrame() {
  const { guard, mayWrite, maySeePayouts, maySeeAudit } = useLoaderData<typeof loader>();
  const { id } = useOrganisation();
  const home = `/admin/${id}/guards/${guard.id}`;
  const name = `${guard.firstName} ${guard.lastName}`;
  return (
    <>
      <PageHeader
        title={name}
        description={`${guard.siteName} · employee id ${guard.employeeId}`}
        badge={<StatusBadge status={guard.status} />}
        avatar={<Avatar size="lg" name={name} src={guard.photoKey === null ? null : `/photos/${guard.photoKey}`} />}
        actions={
          mayWrite && guard.status !== "left" ? (
            <LinkButton to={`${home}/edit`} icon={<Pencil aria-hidden="true" />}>
              Edit
            </LinkButton>
          ) : undefined
        }
      />
      <Tabs
        label="About this guard"
        tabs={[
          { label: "Overview", to: home, end: true },
          { label: "Tips", to: `${home}/tips` },
          ...(maySeePayouts ? [{ label: "Payouts", to: `${home}/payouts` }] : []),
          { label: "Codes", to: `${home}/codes` },
          { label: "Payout account", to: `${home}/payout-account` },
          ...(maySeeAudit ? [{ label: "Audit", to: `${home}/audit` }] : []),
        ]}
      />
      <div className="pt-6">
        <Outlet />
      </div>
    </>
  );
}
