import type { ZodError } from "zod";
import { formatMoney } from "#app/core/money.ts";
import type { CreateRefundOutcome } from "#app/domain/payments/index.ts";
import type { Flash } from "#app/staff-flash.ts";
import { REFUSALS } from "../admin.$organisation.refunds/refund-words.ts";

/** How much is to go back, as the address says it. */
export interface Choice {
  how: "all" | "part";
  typed: string;
}

/** A problem of the form, at its field. */
export interface Problem {
  field: string;
  message: string;
}

export function problemsOf({ issues }: ZodError): Problem[] {
  return issues.map(({ path, message }) => ({ field: path.join("."), message }));
}

/** What to say of a refund that was asked for. */
export function flashOf(outcome: Exclude<CreateRefundOutcome, { status: "not_found" }>): Omit<Flash, "id"> {
  switch (outcome.status) {
    case "approved":
      return { message: `${formatMoney(outcome.amount)} goes back to the patron. The receipt says so.` };
    case "requested":
      return { message: `Asked for. Another person must approve it before ${formatMoney(outcome.amount)} goes back.` };
    case "busy":
      return { message: "Somebody moved the same money at that moment. Nothing happened: try again.", tone: "warning" };
    case "refused": {
      const left = outcome.reason === "too_much" ? ` ${formatMoney(outcome.left)} is left.` : "";
      return { message: `Nothing was given back. ${REFUSALS[outcome.reason]}${left}`, tone: "danger" };
    }
  }
}
