import type { Role } from "#app/domain/permissions.ts";

/** One route below an organisation: an address that exists in the demo data, and who may read it and send its forms. */
export interface StaffRoute {
  path: string;
  read?: readonly Role[];
  write?: readonly Role[];
}

type Places = Record<"organisation" | "guard" | "site", string>;

export const OWN: Places = {
  organisation: "org-demo-lagos",
  guard: "guard-demo-emeka",
  site: "site-demo-banana-island",
};
export const FOREIGN: Pick<Places, "organisation"> = { organisation: "org-demo-nairobi" };

/** An address with its `:names` replaced. */
export function fill(path: string, places: Places): string {
  return path.replaceAll(/:(organisation|guard|site)\b/g, (_, name: keyof Places) => places[name]);
}

const ALL: readonly Role[] = ["owner", "admin", "operations", "finance", "auditor", "platform"];
const LEADS: readonly Role[] = ["owner", "admin", "platform"];
const OPERATIONS: readonly Role[] = ["owner", "admin", "operations", "platform"];

/** Who may what, written down apart from the permission table that is tested against it. */
export const STAFF_ROUTES: Record<string, StaffRoute> = {
  "routes/admin.$organisation": { path: "/admin/:organisation", read: ALL },
  "routes/admin.$organisation._index": { path: "/admin/:organisation", read: ALL },
};
