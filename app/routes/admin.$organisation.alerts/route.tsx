import { Outlet, useParams } from "@remix-run/react";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { Tabs } from "#app/components/ui/tabs.tsx";

export const handle = { crumb: "Alerts" };

/** What a person must look at, and what patrons reported. */
export default function Alerts() {
  const { organisation } = useParams();
  const here = `/admin/${organisation}/alerts`;
  return (
    <>
      <PageHeader title="Alerts" description="What a person must look at, and what patrons told us." />
      <Tabs
        label="Alerts"
        tabs={[
          { label: "Alerts", to: here, end: true },
          { label: "Pressure reports", to: `${here}/pressure` },
        ]}
      />
      <div className="mt-6">
        <Outlet />
      </div>
    </>
  );
}
