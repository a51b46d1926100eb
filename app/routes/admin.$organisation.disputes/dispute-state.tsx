import { Badge } from "#app/components/ui/badge.tsx";
import type { DisputeStatus } from "#app/domain/payments/index.ts";
import { STATUSES } from "./dispute-words.ts";

/** Where a dispute stands. */
export function DisputeState({ status }: { status: DisputeStatus }) {
  const { label, tone } = STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}
