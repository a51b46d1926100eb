import { AppError } from "#app/core/errors.ts";
import { type Role, roleMay } from "#app/domain/permissions.ts";

/** Lets those on who may ask for accounts or decide about them; which of the two, each verb asks. Throws FORBIDDEN. */
export function requireActing(role: Role): void {
  if (roleMay(role, "payout-accounts.request") || roleMay(role, "payout-accounts.decide")) return;
  throw new AppError("FORBIDDEN", "Your role may look at payout accounts, and change none.");
}
