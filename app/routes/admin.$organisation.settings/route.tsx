import { Outlet, useParams } from "@remix-run/react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Tabs } from "#app/components/ui/tabs.tsx";

export const handle = { crumb: "Settings" };

/** What an organisation decides about itself, in five parts. */
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
          { label: "Payouts", to: `${here}/payouts` },
          { label: "Refunds", to: `${here}/refunds` },
          { label: "Features", to: `${here}/features` },
        ]}
      />
      <div className="mt-6">
        <Outlet />
      </div>
    </>
  );
}
