import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import type { GuardStatus } from "#app/domain/guards/input.ts";

const WORDS: Record<GuardStatus, { label: string; tone: Tone }> = {
  draft: { label: "Draft", tone: "neutral" },
  active: { label: "Active", tone: "success" },
  suspended: { label: "Suspended", tone: "warning" },
  left: { label: "Left", tone: "neutral" },
};

export const STATUS_OPTIONS = Object.entries(WORDS).map(([value, { label }]) => ({ value, label }));

export function StatusBadge({ status }: { status: GuardStatus }) {
  const { label, tone } = WORDS[status];
  return (
    <Badge tone={tone} dot>
      {label}
    </Badge>
  );
}
