import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Payouts" };

/** What every page about payouts has in common: its place in the breadcrumbs. */
export default function Payouts() {
  return <Outlet />;
}
