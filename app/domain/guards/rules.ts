import type { GuardStatus, ShownAs, StatusChange } from "./input.ts";

interface Named {
  firstName: string;
  lastName: string;
  badgeNumber: string | null;
  shownAs: ShownAs;
}

/** What patrons see, as the guard chose: “Emeka O.”, “Badge PG-014” or “E.O.”. */
export function displayNameOf({ firstName, lastName, badgeNumber, shownAs }: Named): string {
  if (shownAs === "badge" && badgeNumber !== null) return `Badge ${badgeNumber}`;
  if (shownAs === "initials") return `${initialOf(firstName)}.${initialOf(lastName)}.`;
  return `${firstName} ${initialOf(lastName)}.`;
}

/** Every move of a guard's status. `left` is final. */
export const STATUS_MOVES: Readonly<
  Record<StatusChange | "leave", { from: readonly GuardStatus[]; to: GuardStatus; action: string }>
> = {
  activate: { from: ["draft"], to: "active", action: "guard.activated" },
  suspend: { from: ["active"], to: "suspended", action: "guard.suspended" },
  reinstate: { from: ["suspended"], to: "active", action: "guard.reinstated" },
  leave: { from: ["draft", "active", "suspended"], to: "left", action: "guard.left" },
};

/** The first letter as a person sees it, accents and all. */
function initialOf(name: string): string {
  return ([...name.normalize("NFC")][0] ?? "").toLocaleUpperCase("en");
}
