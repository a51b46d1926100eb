import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Print shop" };

/** What every page of the print shop has in common: its place in the breadcrumbs. */
export default function PrintShop() {
  return <Outlet />;
}
