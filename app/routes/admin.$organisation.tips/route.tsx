import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Tips" };

/** What every page about tips has in common: its place in the breadcrumbs. */
export default function Tips() {
  return <Outlet />;
}
