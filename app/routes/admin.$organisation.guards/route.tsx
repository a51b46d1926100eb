import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Guards" };

/** What every page about guards has in common: its place in the breadcrumbs. */
export default function Guards() {
  return <Outlet />;
}
