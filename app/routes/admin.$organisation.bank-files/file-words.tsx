import { Badge, type Tone } from "#app/components/ui/badge.tsx";
import type { Currency } from "#app/core/currency.ts";
import { formatMoney, type Money } from "#app/core/money.ts";
import type { PayoutFileLine, PayoutFileRow } from "#app/domain/payouts/index.ts";

/** Minor units as verbs give them, as money. */
export function moneyOf(minor: string, currency: string): Money {
  return { minor: BigInt(minor), currency: currency as Currency };
}

/** `12 payouts to bank accounts, ₦12,000`. */
export function contentWords(file: {
  payouts: number;
  kind: PayoutFileRow["kind"];
  totalMinor: string;
  currency: string;
}) {
  const count = file.payouts === 1 ? "1 payout" : `${file.payouts} payouts`;
  return `${count} to ${kindWords(file.kind)}, ${formatMoney(moneyOf(file.totalMinor, file.currency))}`;
}

export function kindWords(kind: PayoutFileRow["kind"]): string {
  return kind === "bank" ? "bank accounts" : "mobile wallets";
}

/** Where a file stands. */
export function FileBadge({ file }: { file: Pick<PayoutFileRow, "status" | "isVoidAsked"> }) {
  if (file.isVoidAsked) return <Badge tone="warning">To be voided</Badge>;
  const { label, tone } = STATUSES[file.status];
  return <Badge tone={tone}>{label}</Badge>;
}

const STATUSES: Record<PayoutFileRow["status"], { label: string; tone: Tone }> = {
  exported: { label: "Waits for results", tone: "info" },
  closed: { label: "Done", tone: "success" },
  voided: { label: "Voided", tone: "neutral" },
};

const RESULTS: Record<NonNullable<PayoutFileLine["result"]>, { label: string; tone: Tone }> = {
  paid: { label: "Paid", tone: "success" },
  failed: { label: "Not paid", tone: "danger" },
  returned: { label: "Came back", tone: "danger" },
};

/** What became of a line. */
export function ResultBadge({ line }: { line: Pick<PayoutFileLine, "result" | "isReleased"> }) {
  if (line.result === null) {
    return line.isReleased ? <Badge>Sent by the normal way again</Badge> : <Badge tone="info">No result yet</Badge>;
  }
  const { label, tone } = RESULTS[line.result];
  return <Badge tone={tone}>{label}</Badge>;
}

export function resultWords(result: NonNullable<PayoutFileLine["result"]>): string {
  return RESULTS[result].label;
}
