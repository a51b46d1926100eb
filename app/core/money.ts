import { CURRENCIES, type Currency, MINOR_PER_UNIT } from "./currency.ts";

/** An amount of one currency, in minor units (kobo, cents, pesewas). Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** The largest amount Asante handles, in minor units: 10,000,000 units (paystack.md §1, maximum transaction). */
export const MAX_AMOUNT_MINOR = 1_000_000_000n;

/** An amount: minor units and their currency. */
export function money(minor: bigint, currency: Currency): Money {
  return { minor, currency };
}

/**
 * Reads what a person typed, such as "1,500", "₦1500.50" or "GH₵ 5": units in, minor units out.
 * Null when it is not an amount: no digits, more than two decimals, a sign, or beyond the largest amount.
 */
export function parseAmount(text: string, currency: Currency): Money | null {
  const format = CURRENCIES[currency];
  const bare = text.normalize("NFKC").replace(format.symbol.trim().normalize("NFKC"), "").replaceAll(/[\s,]/g, "");
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(bare);
  if (!match?.[1]) return null;
  const minor = BigInt(match[1]) * MINOR_PER_UNIT + BigInt((match[2] ?? "").padEnd(2, "0"));
  return minor <= MAX_AMOUNT_MINOR ? { minor, currency } : null;
}

/** An amount as people type it into a field, to the last minor unit: 1500 or 1500.50. */
export function amountText(minor: bigint): string {
  const cents = minor % MINOR_PER_UNIT;
  const units = String(minor / MINOR_PER_UNIT);
  return cents === 0n ? units : `${units}.${String(cents).padStart(2, "0")}`;
}

/** Reads minor units as APIs carry them: a string of digits, or a safe whole number. Null for anything else. */
export function parseMinor(value: unknown): bigint | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? BigInt(value) : null;
}

/** An amount for a spreadsheet: units with a point and two decimals, such as 1500.00; a minus when it is owed. */
export function decimalOf({ minor }: Pick<Money, "minor">): string {
  const absolute = minor < 0n ? -minor : minor;
  const cents = String(absolute % MINOR_PER_UNIT).padStart(2, "0");
  return `${minor < 0n ? "-" : ""}${absolute / MINOR_PER_UNIT}.${cents}`;
}

/** Says an amount the way its people write it: ₦1,000 · KSh 200 · GH₵5 · R20 · 500 F CFA. Decimals only when there are any. */
export function formatMoney({ minor, currency }: Money): string {
  const format = CURRENCIES[currency];
  const absolute = minor < 0n ? -minor : minor;
  const units = String(absolute / MINOR_PER_UNIT).replaceAll(/\B(?=(\d{3})+$)/g, format.groupSeparator);
  const cents = absolute % MINOR_PER_UNIT;
  const number = cents === 0n ? units : `${units}${format.decimalSeparator}${String(cents).padStart(2, "0")}`;
  const signed = format.position === "before" ? format.symbol + number : number + format.symbol;
  return minor < 0n ? `−${signed}` : signed;
}

/** Writes minor units as files for machines want them, in units with two decimals: 123450 is `1234.50`. */
export function formatDecimal(minor: bigint): string {
  const absolute = minor < 0n ? -minor : minor;
  const cents = String(absolute % MINOR_PER_UNIT).padStart(2, "0");
  return `${minor < 0n ? "-" : ""}${absolute / MINOR_PER_UNIT}.${cents}`;
}
