import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Refunds" };

/** What every page about refunds has in common: its place in the breadcrumbs. */
export default function Refunds() {
  return <Outlet />;
}
