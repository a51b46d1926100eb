import { formatMoney } from "#app/core/money.ts";
import type { Instant } from "#app/core/time.ts";
import type { Receipt, ReceiptRefund } from "#app/domain/tips/index.ts";
import { formatClock, formatDay, formatNearDay, formatZone, type Language, messagesFor } from "#app/messages/index.ts";

export interface ReceiptView {
  language: Language;
  amount: string;
  /** What was paid, when that is more than the amount. */
  charge: string | null;
  place: string;
  code: string;
  day: string;
  steps: { label: string; when: string; iso: string }[];
  /** What became of the tip later, when it did not stay. */
  afterwards: string | null;
  /** What became of a refund; `isGood` unless it failed. */
  refund: { words: string[]; isGood: boolean } | null;
  /** Until when the patron may take the payment back, and where: only in the browser that started it. */
  cancel: { href: string | null; until: string } | null;
  zone: string;
}

/** A receipt in words, with the times on the guard's own clock. */
export function receiptView(language: Language, receipt: Receipt, token: string): ReceiptView {
  const { receipt: text } = messagesFor(language);
  const { timeZone, paidAt, creditedAt, sentAt } = receipt;
  const day = formatDay(paidAt, timeZone, language);
  const step = (label: string, at: Instant) => {
    const clock = formatClock(at, timeZone, language);
    const isSameDay = formatDay(at, timeZone, language) === day;
    const when = isSameDay ? clock : `${formatNearDay(at, timeZone, language)}, ${clock}`;
    return { label, when, iso: at.toISOString() };
  };
  return {
    language,
    amount: formatMoney(receipt.amount),
    charge: receipt.charge.minor === receipt.amount.minor ? null : formatMoney(receipt.charge),
    place: text.lead(receipt.organisationName, receipt.siteName),
    code: `${receipt.code.slice(0, 4)}-${receipt.code.slice(4)}`,
    day,
    steps: [
      step(text.paid, paidAt),
      step(text.credited, creditedAt),
      ...(sentAt === null ? [] : [step(text.sent, sentAt)]),
    ],
    afterwards: receipt.refund?.status === "done" ? null : afterwards(receipt.status, text),
    refund: receipt.refund && refundWords(language, receipt.refund, timeZone),
    cancel: receipt.mayCancelUntil && {
      href: receipt.isOwn ? `/receipt/${encodeURIComponent(token)}/cancel` : null,
      until: receipt.isOwn
        ? text.cancel.until(formatClock(receipt.mayCancelUntil, timeZone, language))
        : text.cancel.elsewhere(formatClock(receipt.mayCancelUntil, timeZone, language)),
    },
    zone: text.times(formatZone(paidAt, timeZone, language)),
  };
}

/** Where a refund stands, and what to do about it. */
export function refundWords(language: Language, { status, amount, at }: ReceiptRefund, timeZone: string) {
  const { refund: text } = messagesFor(language).receipt;
  const when = `${formatNearDay(at, timeZone, language)}, ${formatClock(at, timeZone, language)}`;
  const sum = formatMoney(amount);
  switch (status) {
    case "asked_for":
      return { words: [text.askedFor(sum), text.wait], isGood: true };
    case "on_its_way":
      return { words: [text.onItsWay(sum), text.wait], isGood: true };
    case "done":
      return { words: [text.done(sum, when), text.late], isGood: true };
    case "failed":
      return { words: [text.failed(sum), text.failedNext], isGood: false };
  }
}

function afterwards(status: Receipt["status"], text: ReturnType<typeof messagesFor>["receipt"]): string | null {
  switch (status) {
    case "refunded":
      return text.refunded;
    case "partially_refunded":
      return text.partlyRefunded;
    case "disputed":
      return text.disputed;
    default:
      return null;
  }
}
