import { type SQL, sql } from "drizzle-orm";
import { type Permission, type Role, roleMay, type StaffActor } from "../permissions.ts";

/**
 * What it takes to say that an alert was seen to, by the first word of its kind; any other wants `alerts.write` alone. Those
 * who could gain by it do not sweep away what tells of them.
 */
const PERMISSION_OF: Readonly<Record<string, Permission>> = {
  payout_account: "alerts.security",
  staff: "alerts.security",
  dispute: "alerts.money",
  payout: "alerts.money",
  payouts: "alerts.money",
  rail_event: "alerts.money",
  refund: "alerts.money",
  settlement: "alerts.money",
  suspense: "alerts.money",
};

/** May this role resolve alerts of this kind? Of an alert about the person themself, the verb says no besides. */
export function mayResolveAlert(role: Role, kind: string): boolean {
  return roleMay(role, "alerts.write") && roleMay(role, PERMISSION_OF[kind.split(".")[0] ?? ""] ?? "alerts.write");
}

/** The alert `a` is one that this person may resolve: of a kind for their role, and about nothing they asked for or approved. */
export function isTheirsToResolve({ role, userId }: StaffActor): SQL {
  const closed = Object.keys(PERMISSION_OF).filter((kind) => !mayResolveAlert(role, kind));
  const subject = sql`split_part(a.subject, ':', 1)`;
  return sql`(split_part(a.kind, '.', 1) <> all (${sql.param(closed)}::text[]) and ${subject} <> ${userId}
    and not exists (select from payout_accounts p where p.organisation_id = a.organisation_id and p.id = ${subject}
      and ${userId} in (p.requested_by, p.approved_by)))`;
}
