import type { Tone } from "#app/components/ui/badge.tsx";
import type { GuardTip, GuardTipList } from "#app/domain/tips/index.ts";

/** What each status is called, and how it looks. */
export const TIP_WORDS: Record<GuardTip["status"], { label: string; tone: Tone }> = {
  initiated: { label: "Started", tone: "neutral" },
  pending: { label: "Waiting for the bank", tone: "info" },
  succeeded: { label: "Paid", tone: "success" },
  failed: { label: "Failed", tone: "neutral" },
  abandoned: { label: "Not finished", tone: "neutral" },
  refunded: { label: "Refunded", tone: "warning" },
  partially_refunded: { label: "Partly refunded", tone: "warning" },
  disputed: { label: "Disputed", tone: "danger" },
};

/** What a guard's tips are asked for, as their address says it. What makes no sense counts as not said. */
export function readTipList({ searchParams }: URL): GuardTipList {
  const status = searchParams.get("status") ?? "";
  return {
    search: searchParams.get("q") ?? "",
    status: Object.hasOwn(TIP_WORDS, status) ? (status as GuardTip["status"]) : null,
    after: searchParams.get("after"),
    before: searchParams.get("before"),
  };
}
