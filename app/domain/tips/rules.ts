import { AppError, type FieldError } from "../../core/errors.ts";
import { formatMoney } from "../../core/money.ts";
import { chargeCoveringFees, platformFee } from "../organisations/index.ts";
import { type GuardCard, payeeOf } from "../qr/index.ts";
import type { StartTip } from "./input.ts";

/** What the rail will be asked to charge, and what Asante keeps of it. Minor units. */
export interface TipTerms {
  chargeMinor: bigint;
  platformFeeMinor: bigint;
}

/** Whether the guard behind the card may be tipped at all. */
export function takesTips(card: GuardCard): boolean {
  return card.code.active && card.guard.active && card.organisation.active;
}

/**
 * The terms of a tip, or a refusal that names the field: CODE_UNKNOWN for a revoked code, GUARD_UNAVAILABLE for a guard
 * or an organisation that takes none now, INVALID_INPUT for currency, bounds, and a fee that may not be covered.
 */
export function termsOf(card: GuardCard, input: StartTip): TipTerms {
  if (!card.code.active) throw codeUnknown();
  if (!takesTips(card)) {
    throw new AppError("GUARD_UNAVAILABLE", "This guard is not taking tips now. Nothing was charged.");
  }
  const { policy, organisation, fees } = card;
  const errors: FieldError[] = [];
  if (input.currency !== organisation.currency) {
    errors.push({
      field: "currency",
      message: `Tips for this guard are in ${organisation.currency}.`,
    });
  } else if (input.amountMinor < policy.minimumMinor || input.amountMinor > policy.maximumMinor) {
    const [least, most] = [policy.minimumMinor, policy.maximumMinor].map((minor) =>
      formatMoney({ minor, currency: organisation.currency }),
    );
    errors.push({
      field: "amount",
      message: `Choose an amount from ${least} to ${most}.`,
    });
  }
  if (input.coversFee && !policy.patronMayCoverFee) {
    errors.push({
      field: "coversFee",
      message: "The fee cannot be added to this tip.",
    });
  }
  if (errors.length > 0) throw new AppError("INVALID_INPUT", "Nothing was charged.", errors);
  const chargeMinor = input.coversFee ? chargeCoveringFees(fees, policy, input.amountMinor) : input.amountMinor;
  return {
    chargeMinor,
    platformFeeMinor: platformFee(policy, input.amountMinor),
  };
}

/** What the rail's checkout shows in place of an address; the page tells the patron to expect it. */
export function checkoutLabel(card: GuardCard): string {
  return payeeOf(card.guard.displayName);
}

export function codeUnknown(): AppError {
  return new AppError(
    "CODE_UNKNOWN",
    "This code cannot take tips any more. Nothing was charged. Ask the guard for the new code.",
  );
}

/** What is kept of a message: nothing where the organisation takes none. */
export function messageFor(card: GuardCard, { message }: { message: string | null }): string | null {
  return card.organisation.takesMessages ? message : null;
}
