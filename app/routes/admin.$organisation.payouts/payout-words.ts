import type { Tone } from "#app/components/ui/badge.tsx";
import type { PayoutGroup, PayoutReason } from "#app/domain/payouts/input.ts";

/** Where a payout stands, in a word or two. */
export const GROUPS: Record<PayoutGroup, { label: string; tone: Tone }> = {
  to_approve: { label: "To approve", tone: "warning" },
  failed: { label: "Failed", tone: "danger" },
  in_doubt: { label: "In doubt", tone: "warning" },
  retrying: { label: "Tried again later", tone: "info" },
  waiting: { label: "Waiting to be sent", tone: "neutral" },
  sending: { label: "On its way", tone: "info" },
  exported: { label: "In a bank file", tone: "info" },
  paid: { label: "Paid", tone: "success" },
  investigated: { label: "Failed, looked into", tone: "neutral" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

const REASONS: Record<PayoutReason, string> = {
  first: "First payout to this account",
  large: "Unusually large for this guard",
  manual: "Settlement asked for by hand",
  account_closed: "Account closed",
  account_invalid: "Account number not valid",
  name_mismatch: "Another name at the bank",
  limit: "A limit of the bank or wallet",
  bank_down: "Bank could not be reached",
  rejected: "Rejected before it was sent",
  blocked: "Blocked by the payment service",
  otp_abandoned: "One-time password not given in time",
  other: "No reason given by the bank",
  account_changed: "Payout account changed",
};

export const REASON_OPTIONS = Object.entries(REASONS).map(([value, label]) => ({ value, label }));

/** Why, in words; what one of the staff wrote stands as it was written. */
export function reasonWords(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason as PayoutReason] : `“${reason}”`;
}

/** The rail's name as people write it. */
export function railWords(rail: string): string {
  return rail.charAt(0).toUpperCase() + rail.slice(1);
}

interface Lane {
  rail: string;
  currency: string;
  reason: "insufficient_balance" | "otp_required" | "not_allowed";
}

/** Why payouts of a currency wait for the rail, and what ends it. */
export function laneWords({ rail, currency, reason }: Lane): string {
  const name = railWords(rail);
  switch (reason) {
    case "insufficient_balance":
      return `${name} holds too little ${currency} for the next payout. Asante tops it up; the oldest payouts go first, by themselves.`;
    case "otp_required":
      return `${name} asks for a one-time password for each transfer. Asante must switch that off there, and then lets payouts go on.`;
    case "not_allowed":
      return `${name} lets nothing be sent from Asante’s account at the moment. Asante must clear that with ${name}, and then lets payouts go on.`;
  }
}
