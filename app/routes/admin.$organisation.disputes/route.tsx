import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Disputes" };

/** What every page about disputes has in common: its place in the breadcrumbs. */
export default function Disputes() {
  return <Outlet />;
}
