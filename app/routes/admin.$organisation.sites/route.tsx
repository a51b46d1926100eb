import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Sites" };

/** What every page about sites has in common: its place in the breadcrumbs. */
export default function Sites() {
  return <Outlet />;
}
