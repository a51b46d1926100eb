import { AppError } from "../../core/errors.ts";
import { after, days, hours, type Instant, minutes, seconds } from "../../core/time.ts";
import { isFresh, type Role } from "../permissions.ts";
import type { MemberRole } from "./input.ts";

/** A session ends after this long without a request … */
export const IDLE_MS = minutes(15);
/** … and after this long however busy it is. */
export const ABSOLUTE_MS = hours(12);
/** How exactly activity is recorded: at most one write in this time. */
export const SEEN_EVERY_MS = minutes(1);
/** How long links in e-mails work. */
export const LINK_MS = minutes(30);
/** How long a browser is known after it was last seen. */
export const DEVICE_MS = days(180);
/** What a sign-in that was begun and not finished may take before its row is swept away. */
export const DORMANT_MS = minutes(10);
/** Seconds a code of an authenticator app is shown (RFC 6238, and what every app assumes). */
export const TOTP_PERIOD_SECONDS = 30;

/** Who works here, in which browser; what every staff request begins with. */
export interface StaffSession {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  stage: Stage;
  /** When the second factor was last given in this session. */
  secondFactorAt: Instant | null;
  hasSecondFactor: boolean;
  factors: { totp: boolean; passkeys: number; backupCodes: number };
  memberships: {
    organisationId: string;
    organisationName: string;
    organisationStatus: "active" | "suspended";
    role: MemberRole;
  }[];
  isPlatformAdministrator: boolean;
  createdAt: Instant;
  /** The end however busy it is. */
  expiresAt: Instant;
  /** When it ends if nothing more is asked. */
  idleAt: Instant;
}

/**
 * How far a sign-in has come. `enrolment`: the password was right and there is no second factor yet, so only one may be
 * enrolled. `second_factor`: it is still to be given. `complete`: the person may work.
 */
export type Stage = "enrolment" | "second_factor" | "complete";

export function stageOf(session: { secondFactorAt: Instant | null; hasSecondFactor: boolean }): Stage {
  if (session.secondFactorAt) return "complete";
  return session.hasSecondFactor ? "second_factor" : "enrolment";
}

/** Throws FORBIDDEN before the sign-in is complete, and STEP_UP_REQUIRED when the second factor is not fresh. */
export function requireFreshFactor(session: StaffSession, now: Instant): void {
  if (session.stage !== "complete") throw new AppError("FORBIDDEN", "Finish signing in first.");
  if (!isFresh(session.secondFactorAt, now)) {
    throw new AppError("STEP_UP_REQUIRED", "Confirm it is you with your second factor.");
  }
}

/** A first factor may be enrolled with the password alone; a further one only by who has just given one. */
export function requireEnrolling(session: StaffSession, now: Instant): void {
  if (session.stage !== "enrolment") requireFreshFactor(session, now);
}

/** The time steps whose codes are accepted at an instant: the present one and one to each side, for clocks that differ. */
export function totpSteps(now: Instant): bigint[] {
  const present = BigInt(Math.floor(now.getTime() / seconds(TOTP_PERIOD_SECONDS)));
  return [present, present - 1n, present + 1n];
}

/** When an idle session ends. */
export function idleEnd(seenAt: Instant): Instant {
  return after(seenAt, IDLE_MS);
}

/**
 * Every role but the one that only looks is given by two people. Operations too: whoever asks for a payout account and
 * whoever approves it must not be one person with two mailboxes (money.md §6). Stepping down to it takes one word only.
 */
export function needsChecker(role: MemberRole, from: MemberRole | null = null): boolean {
  if (role === "auditor") return false;
  return role !== "operations" || from === null || from === "auditor";
}

/**
 * What giving a role takes: a fresh second factor besides, where it makes or unmakes somebody with a say over money. Who
 * only looks, before and after, has none.
 */
export function permissionToGive(role: MemberRole, from: MemberRole | null = null): "members.grant" | "members.write" {
  const onlyLooks = role === "auditor" && (from === null || from === "auditor" || from === "operations");
  return onlyLooks ? "members.write" : "members.grant";
}

/** May somebody ask for, or make, this change of a member? Only owners and Asante touch an owner. */
export function mayChangeMember(actor: Role, change: { from: MemberRole | null; to: MemberRole | null }): boolean {
  if (actor === "owner" || actor === "platform") return true;
  return actor === "admin" && change.from !== "owner";
}

/** May somebody be the second person who makes this role take effect? An owner is made by an owner or by Asante. */
export function mayCheck(actor: Role, role: MemberRole): boolean {
  if (actor === "owner" || actor === "platform") return true;
  return actor === "admin" && role !== "owner";
}

/**
 * Where staff pages live. A passkey belongs to a host name and never to an IP address, so on one's own machine they are
 * at localhost.
 */
export function staffOrigin(appUrl: string): string {
  const url = new URL(appUrl);
  if (url.hostname === "127.0.0.1") url.hostname = "localhost";
  return url.origin;
}
