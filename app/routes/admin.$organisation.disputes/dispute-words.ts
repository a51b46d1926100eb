import type { Tone } from "#app/components/ui/badge.tsx";
import type { DisputeStatus } from "#app/domain/payments/index.ts";

interface StatusWords {
  label: string;
  tone: Tone;
  /** What happens now. */
  meaning: string;
}

export const STATUSES: Record<DisputeStatus, StatusWords> = {
  open: {
    label: "Needs an answer",
    tone: "danger",
    meaning: "Without an answer before its deadline the payment service gives the money back by itself.",
  },
  answering: {
    label: "Answer being sent",
    tone: "info",
    meaning:
      "The answer is on its way to the payment service. It is sent again until the service has it; you need do nothing.",
  },
  answered: {
    label: "With the bank",
    tone: "info",
    meaning:
      "The payment service has the answer, and the patron’s bank decides. That takes days or weeks; you need do nothing.",
  },
  won: { label: "Won", tone: "success", meaning: "The bank left the money where it is. Nothing was moved." },
  lost: {
    label: "Lost",
    tone: "neutral",
    meaning: "The money went back to the patron. The guard keeps the tip: the reserve and the organisation bear it.",
  },
};

const CATEGORIES: Record<string, string> = {
  chargeback: "Chargeback: the payer’s bank takes the payment back",
  fraud: "Fraud: the payer says they did not make the payment",
};

/** The rail's word for what kind of dispute it is. */
export function categoryWords(category: string | null): string {
  return category === null ? "Not said" : (CATEGORIES[category] ?? category.replaceAll(/[._-]/g, " "));
}

const RESOLUTIONS: Record<string, string> = {
  "merchant-accepted": "the organisation gave in",
  "auto-accepted": "the deadline passed without an answer",
  declined: "the bank agreed with the answer",
};

export function resolutionWords(resolution: string): string {
  return RESOLUTIONS[resolution] ?? resolution.replaceAll(/[._-]/g, " ");
}

const MOVED_BY: Record<string, string> = {
  webhook: "Told by the payment service",
  sweep: "By asking the payment service",
  answer: "By the payment service’s answer",
  accept: "By one of your staff, giving in",
  defend: "By one of your staff, with evidence",
  "refused by the rail": "The payment service did not take the answer",
};

/** What moved a dispute, as its history says it. */
export function causeWords(cause: string): string {
  return MOVED_BY[cause] ?? cause;
}
