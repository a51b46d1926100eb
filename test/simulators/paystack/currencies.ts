/** Smallest charge per currency, in subunits (reference §1). XOF has no subunit, yet is multiplied by 100 all the same. */
const minimumCharge: Readonly<Record<string, number>> = {
  NGN: 5_000,
  USD: 200,
  GHS: 10,
  ZAR: 100,
  KES: 300,
  XOF: 100,
};

export const knownCurrencies = Object.keys(minimumCharge);

const maximumCharge = 1_000_000_000;

export type AmountVerdict = "ok" | "too_small" | "too_large";

/** Judges a charge of `amount` subunits. */
export function judgeCharge(currency: string, amount: number): AmountVerdict {
  if (amount < (minimumCharge[currency] ?? 1)) return "too_small";
  return amount > maximumCharge ? "too_large" : "ok";
}

/** XOF ignores anything after the decimal point. */
export function wholeUnits(currency: string, amount: number): number {
  return currency === "XOF" ? amount - (amount % 100) : amount;
}
