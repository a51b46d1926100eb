import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import type { PrintJob } from "#app/domain/qr/index.ts";
import { PRINT_KINDS } from "#app/domain/qr/input.ts";

const STATUS: Record<PrintJob["status"], { label: string; tone: Tone }> = {
  queued: { label: "Waiting", tone: "neutral" },
  running: { label: "Printing", tone: "info" },
  done: { label: "Ready", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
  expired: { label: "No longer kept", tone: "neutral" },
};

export function JobBadge({ status }: { status: PrintJob["status"] }) {
  const { label, tone } = STATUS[status];
  return (
    <Badge tone={tone} dot>
      {label}
    </Badge>
  );
}

/** What a print is of, such as “60 codes: Poster, A4; Lanyard card, CR80”. */
export function jobTitle({ total, kinds }: Pick<PrintJob, "total" | "kinds">): string {
  const of = total === 1 ? "1 code" : `${total} codes`;
  return `${of}: ${kinds.map((kind) => PRINT_KINDS[kind]).join("; ")}`;
}

/** A size of a file, in the unit that a person would use. */
export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${Math.ceil(bytes / 1_000_000)} MB`;
}
