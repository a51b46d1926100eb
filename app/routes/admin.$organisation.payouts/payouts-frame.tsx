import type { ReactNode } from "react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { Tabs } from "#app/components/ui/tabs.tsx";

/** The four pages about payouts, beside each other. */
export function PayoutsFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { id } = useOrganisation();
  const home = `/admin/${id}/payouts`;
  return (
    <>
      <PageHeader title="Payouts" description="Money on its way from tips to guards’ own accounts." actions={actions} />
      <Tabs
        label="Payouts"
        tabs={[
          { label: "Payouts", to: home, end: true },
          { label: "Runs", to: `${home}/runs` },
          { label: "Waiting", to: `${home}/waiting` },
          { label: "Controls", to: `${home}/controls` },
        ]}
      />
      <div className="grid gap-6 pt-6">{children}</div>
    </>
  );
}
