import type { Tone } from "#app/components/ui/badge.tsx";
import type { TipRow } from "#app/domain/tips/index.ts";

/** What each status is called, and how it looks. */
export const TIP_STATUSES: Record<TipRow["status"], { label: string; tone: Tone }> = {
  initiated: { label: "Started", tone: "neutral" },
  pending: { label: "Waiting for the bank", tone: "info" },
  succeeded: { label: "Paid", tone: "success" },
  failed: { label: "Failed", tone: "neutral" },
  abandoned: { label: "Not finished", tone: "neutral" },
  refunded: { label: "Refunded", tone: "warning" },
  partially_refunded: { label: "Partly refunded", tone: "warning" },
  disputed: { label: "Disputed", tone: "danger" },
};

const MOVED_BY: Record<string, string> = {
  patron: "By the patron",
  checkout: "The payment page was opened for the patron",
  webhook: "Told by the payment service",
  return: "When the patron came back from the payment page",
  sweep: "By asking the payment service",
};

/** What moved a tip, as its history says it: a word, or the refund or dispute and what that became. */
export function causeWords(cause: string): string {
  const [id = ""] = cause.split(":");
  if (id.startsWith("rf-")) return `By a refund: ${spaced(cause.slice(id.length + 1))}`;
  if (id.startsWith("dp-")) return `By a dispute: ${spaced(cause.slice(id.length + 1))}`;
  return MOVED_BY[cause] ?? spaced(cause);
}

const spaced = (words: string) => words.replaceAll(/[._]/g, " ");
