import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Settlement runs" };

/** What every page about settlement runs has in common: its place in the breadcrumbs. */
export default function SettlementRuns() {
  return <Outlet />;
}
