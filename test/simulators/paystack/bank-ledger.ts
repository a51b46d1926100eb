/** The outside world's truth: money that really left a payer or reached somebody, whatever Paystack reports about it. */
export type BankEntryKind = "payer_debit" | "payer_refund" | "recipient_credit" | "recipient_return";

export interface BankEntry {
  id: number;
  kind: BankEntryKind;
  /** The charge's reference for payers, the transfer's for recipients. */
  reference: string;
  currency: string;
  amountMinor: number;
  /** The payer's e-mail or the recipient's account. */
  party: string;
  at: string;
}

export interface BankTotals {
  payerDebitsMinor: number;
  payerRefundsMinor: number;
  recipientCreditsMinor: number;
  recipientReturnsMinor: number;
  payerDebitCount: number;
  recipientCreditCount: number;
}

export interface BankReport {
  entries: BankEntry[];
  byReference: Record<string, BankTotals & { currency: string }>;
  byCurrency: Record<string, BankTotals>;
}

const sumField = {
  payer_debit: "payerDebitsMinor",
  payer_refund: "payerRefundsMinor",
  recipient_credit: "recipientCreditsMinor",
  recipient_return: "recipientReturnsMinor",
} as const satisfies Record<BankEntryKind, keyof BankTotals>;

function emptyTotals(): BankTotals {
  return {
    payerDebitsMinor: 0,
    payerRefundsMinor: 0,
    recipientCreditsMinor: 0,
    recipientReturnsMinor: 0,
    payerDebitCount: 0,
    recipientCreditCount: 0,
  };
}

function add(totals: BankTotals, entry: BankEntry): void {
  totals[sumField[entry.kind]] += entry.amountMinor;
  if (entry.kind === "payer_debit") totals.payerDebitCount += 1;
  if (entry.kind === "recipient_credit") totals.recipientCreditCount += 1;
}

/** Totals by reference and by currency, of all entries or of one reference. */
export function bankReport(entries: readonly BankEntry[], reference?: string): BankReport {
  const chosen = reference === undefined ? [...entries] : entries.filter((entry) => entry.reference === reference);
  const report: BankReport = {
    entries: chosen,
    byReference: {},
    byCurrency: {},
  };
  for (const entry of chosen) {
    const own = report.byReference[entry.reference] ?? {
      ...emptyTotals(),
      currency: entry.currency,
    };
    report.byReference[entry.reference] = own;
    add(own, entry);
    const all = report.byCurrency[entry.currency] ?? emptyTotals();
    report.byCurrency[entry.currency] = all;
    add(all, entry);
  }
  return report;
}
