/**
 * Every currency a guard can be tipped in. Amounts are held in minor units, 100 to the unit in every
 * currency, XOF included (paystack.md §1: subunit = base × 100 for every currency; money.md §9).
 */
export const CURRENCIES = {
  NGN: { symbol: "₦", position: "before", groupSeparator: ",", decimalSeparator: "." },
  KES: { symbol: "KSh ", position: "before", groupSeparator: ",", decimalSeparator: "." },
  GHS: { symbol: "GH₵", position: "before", groupSeparator: ",", decimalSeparator: "." },
  ZAR: { symbol: "R", position: "before", groupSeparator: ",", decimalSeparator: "." },
  XOF: { symbol: " F CFA", position: "after", groupSeparator: " ", decimalSeparator: "," },
} as const satisfies Record<string, CurrencyFormat>;

interface CurrencyFormat {
  symbol: string;
  position: "before" | "after";
  groupSeparator: string;
  decimalSeparator: string;
}

export type Currency = keyof typeof CURRENCIES;

/** Minor units in one unit of any currency. */
export const MINOR_PER_UNIT = 100n;

export const CURRENCY_CODES = Object.keys(CURRENCIES) as [Currency, ...Currency[]];

/** True for the code of a currency in the table. */
export function isCurrency(value: unknown): value is Currency {
  return typeof value === "string" && Object.hasOwn(CURRENCIES, value);
}
