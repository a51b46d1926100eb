import { Outlet } from "@remix-run/react";

export const handle = { crumb: "Bank files" };

/** What every page about bank files has in common: its place in the breadcrumbs. */
export default function BankFiles() {
  return <Outlet />;
}
