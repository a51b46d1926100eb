import { Outlet, useParams } from "@remix-run/react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Tabs } from "#app/components/ui/tabs.tsx";

export const handle = { crumb: "Settings" };

/** What an organisation decides about itself, in four parts. */
export default function Settings() {
  const { organisation } = useParams();
  const here = `/admin/${organisation}/settings`;
  return (
    <>
      <PageHeader title="Settings" description="What holds for every guard, code and payout of this organisation." />
      <Tabs
        label="Settings"
        tabs={[
          { label: "General", to: here, end: true },
          { label: "Tips & fees", to: `${here}/tips` },
          { label: "Payout schedule", to: `${here}/payouts` },
          { label: "Features", to: `${here}/features` },
        ]}
      />
      <div className="mt-6">
        <Outlet />
      </div>
    </>
  );
}
