import { Badge } from "#app/components/ui/badge.tsx";
import type { RefundStatus } from "#app/domain/payments/index.ts";
import { STATUSES } from "./refund-words.ts";

/** Not at the payment service yet, so that an open dispute holds it back. */
export function waitsForDispute({ status, isDisputed }: { status: RefundStatus; isDisputed: boolean }): boolean {
  return isDisputed && (status === "requested" || status === "approved");
}

/** Where a refund stands. */
export function RefundState({ status, isDisputed }: { status: RefundStatus; isDisputed: boolean }) {
  if (waitsForDispute({ status, isDisputed })) return <Badge tone="warning">Waits for the dispute</Badge>;
  const { label, tone } = STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}
