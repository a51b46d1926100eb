import type { Tone } from "#app/components/ui/badge.tsx";
import type { RefundCause, RefundList, RefundRefusal, RefundStatus } from "#app/domain/payments/index.ts";

interface StatusWords {
  label: string;
  tone: Tone;
  /** What happens now, for the staff. */
  meaning: string;
  /** What the patron's receipt says meanwhile. */
  patron: string;
}

const ON_ITS_WAY = "The receipt says that the money is on its way, and that banks take up to ten business days.";
const ASKED = "The receipt says that the money was asked back for them.";
const NOTHING = "The receipt says nothing of it: it is nobody’s promise yet.";

export const STATUSES: Record<RefundStatus, StatusWords> = {
  requested: {
    label: "Waits for approval",
    tone: "warning",
    meaning:
      "It is more than one person may give back alone. Another person approves or rejects it; its money is set aside meanwhile.",
    patron: NOTHING,
  },
  approved: {
    label: "To be sent",
    tone: "info",
    meaning: "It goes to the payment service within a minute.",
    patron: ASKED,
  },
  sending: {
    label: "Being sent",
    tone: "info",
    meaning: "The payment service is being asked for it now.",
    patron: ASKED,
  },
  unknown: {
    label: "In doubt",
    tone: "warning",
    meaning:
      "The payment service gave no clear answer. We look whether it has the refund before we ask again, so that nobody is paid twice. You need do nothing.",
    patron: ASKED,
  },
  pending: {
    label: "On its way",
    tone: "info",
    meaning: "The payment service has it and gives it to the patron’s bank.",
    patron: ON_ITS_WAY,
  },
  processing: {
    label: "On its way",
    tone: "info",
    meaning: "The patron’s bank is working on it.",
    patron: ON_ITS_WAY,
  },
  needs_attention: {
    label: "Needs attention",
    tone: "danger",
    meaning:
      "The patron’s bank did not take it back onto the card or account they paid with. Ask the patron for a bank account of theirs, and give it to Asante’s support with the number of this refund: they enter it at the payment service. The money stays set aside; nothing is lost.",
    patron: ON_ITS_WAY,
  },
  processed: {
    label: "Given back",
    tone: "success",
    meaning: "The payment service has given the money back.",
    patron: "The receipt says that the money was returned, and when.",
  },
  failed: {
    label: "Failed",
    tone: "danger",
    meaning:
      "The payment service could not give it back. Everybody who gave a part has it again. Ask for it anew, or agree another way with the patron.",
    patron: "The receipt says that it could not be returned, and that nothing is lost.",
  },
  rejected: {
    label: "Rejected",
    tone: "neutral",
    meaning: "It was never sent. Everybody who gave a part has it again.",
    patron: "The receipt says nothing of it.",
  },
};

/** What a list is narrowed to, and which statuses that means. */
export const GROUPS: Record<string, { label: string; statuses: readonly RefundStatus[] }> = {
  requested: { label: "Waits for approval", statuses: ["requested"] },
  under_way: { label: "On its way", statuses: ["approved", "sending", "unknown", "pending", "processing"] },
  needs_attention: { label: "Needs attention", statuses: ["needs_attention"] },
  processed: { label: "Given back", statuses: ["processed"] },
  failed: { label: "Failed", statuses: ["failed"] },
  rejected: { label: "Rejected", statuses: ["rejected"] },
};

export const CAUSES: Record<RefundCause, string> = {
  patron: "The patron cancelled",
  staff: "Given back by staff",
  duplicate: "Paid twice",
};

const MOVED_BY: Record<string, string> = {
  patron: "By the patron, from the receipt",
  staff: "By one of your staff",
  duplicate: "By one of your staff",
  checker: "By a second person",
  send: "By Asante",
  rail: "By the payment service’s answer",
  webhook: "Told by the payment service",
  sweep: "By asking the payment service",
  "seen not to be there": "The payment service did not have it: it is asked for anew",
  "dispute lost": "A dispute was lost: the bank has given the patron the money",
};

/** What moved a refund, as its history says it. */
export function causeWords(cause: string): string {
  return MOVED_BY[cause] ?? cause;
}

/** Why nothing can be given back. */
export const REFUSALS: Record<RefundRefusal, string> = {
  not_paid: "Nothing was paid that could be given back.",
  too_late: "The half hour in which a patron may cancel is over.",
  disputed:
    "The patron’s bank asks for this payment in a dispute. Its end decides who gets the money; nothing is refunded meanwhile.",
  refunded_before: "All of it was given back or promised already.",
  too_much: "That is more than is left of it.",
};

/** A receipt's code as receipts show it. */
export function codeText(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What refunds are asked for, as their address says it. What makes no sense counts as not said. */
export function readRefundList({ searchParams }: URL): RefundList {
  const status = searchParams.get("status") ?? "";
  return {
    search: searchParams.get("q") ?? "",
    statuses: Object.hasOwn(GROUPS, status) ? (GROUPS[status]?.statuses ?? null) : null,
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}
