import { AppError } from "../core/errors.ts";
import { minutes } from "../core/time.ts";
import type { Actor } from "./context.ts";

/** What a person may be in one organisation. `platform` is Asante's own staff, in every organisation. */
export const ROLES = ["owner", "admin", "operations", "finance", "auditor", "platform"] as const;
export type Role = (typeof ROLES)[number];

/** One of the staff, signed in, at work in one organisation. */
export interface StaffActor {
  kind: "staff";
  userId: string;
  name: string;
  sessionId: string;
  organisationId: string;
  role: Role;
  /** When a second factor was last given in this session; null before. */
  secondFactorAt: Date | null;
}

const EVERYBODY: readonly Role[] = ROLES;
const LEADS: readonly Role[] = ["owner", "admin", "platform"];
const OPERATIONS: readonly Role[] = ["owner", "admin", "operations", "platform"];
const FINANCE: readonly Role[] = ["owner", "finance", "platform"];

/**
 * The one permission table: who may do what. Every route and every verb asks it.
 * Permissions in STEP_UP besides want a second factor that is fresher than five minutes.
 */
export const PERMISSIONS = {
  "organisation.read": EVERYBODY,
  "organisation.update": LEADS,
  "policies.update": ["owner", "finance", "platform"],
  "members.read": ["owner", "admin", "auditor", "platform"],
  "members.write": LEADS,
  "members.grant": LEADS,
  "sites.read": EVERYBODY,
  "sites.write": OPERATIONS,
  "guards.read": EVERYBODY,
  "guards.write": OPERATIONS,
  "guards.export": [...OPERATIONS, "finance", "auditor"],
  "payout-accounts.read": EVERYBODY,
  "payout-accounts.request": OPERATIONS,
  "payout-accounts.lift": OPERATIONS,
  "payout-accounts.decide": ["owner", "admin", "finance", "platform"],
  "codes.read": EVERYBODY,
  "codes.write": OPERATIONS,
  "prints.read": EVERYBODY,
  "prints.write": OPERATIONS,
  "tips.read": EVERYBODY,
  "audit.read": ["owner", "admin", "finance", "auditor", "platform"],
  "alerts.read": EVERYBODY,
  "alerts.write": ["owner", "admin", "operations", "finance", "platform"],
  "alerts.money": FINANCE,
  "alerts.security": ["owner", "platform"],
  "payouts.read": ["owner", "admin", "finance", "auditor", "platform"],
  "payouts.write": FINANCE,
  "refunds.read": EVERYBODY,
  "refunds.write": FINANCE,
  "disputes.read": EVERYBODY,
  "disputes.write": FINANCE,
  "platform.read": ["platform"],
  "platform.write": ["platform"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** What moves money, says where it goes, or says who may. */
const STEP_UP_PERMISSIONS = [
  "policies.update",
  "members.grant",
  "payout-accounts.lift",
  "payout-accounts.decide",
  "payouts.write",
  "refunds.write",
  "disputes.write",
  "platform.write",
] as const satisfies readonly Permission[];
export type StepUpPermission = (typeof STEP_UP_PERMISSIONS)[number];
export const STEP_UP: ReadonlySet<Permission> = new Set(STEP_UP_PERMISSIONS);
export const STEP_UP_MS = minutes(5);

/** True when a role has a permission, whatever the second factor. */
export function roleMay(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/** Everything a role may do, for pages that show only what is of use. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => roleMay(role, permission));
}

/**
 * Lets one of the staff go on, in the one organisation that the request is about.
 * Throws NOT_FOUND for another organisation, FORBIDDEN for another role, and STEP_UP_REQUIRED when money wants a second
 * factor fresher than five minutes.
 */
export function requireStaff(actor: Actor, permission: Permission, now: Date): StaffActor {
  if (actor.kind !== "staff") throw new AppError("FORBIDDEN", "Sign in first.");
  if (!roleMay(actor.role, permission)) {
    throw new AppError("FORBIDDEN", "Your role does not include this. An owner or admin can change it.");
  }
  if (STEP_UP.has(permission) && !isFresh(actor.secondFactorAt, now)) {
    throw new AppError("STEP_UP_REQUIRED", "Confirm it is you with your second factor.");
  }
  return actor;
}

/** True while a second factor counts for what moves money. */
export function isFresh(secondFactorAt: Date | null, now: Date): boolean {
  return secondFactorAt !== null && now.getTime() - secondFactorAt.getTime() <= STEP_UP_MS;
}

/** For how long it still does, in milliseconds; zero once it does not. */
export function freshForMs(secondFactorAt: Date | null, now: Date): number {
  return secondFactorAt === null ? 0 : Math.max(0, secondFactorAt.getTime() + STEP_UP_MS - now.getTime());
}
