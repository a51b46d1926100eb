import type { Currency } from "../../core/currency.ts";
import type { FieldError } from "../../core/errors.ts";
import { formatMoney, MAX_AMOUNT_MINOR } from "../../core/money.ts";
import { estimateNet, type FeePolicy, type FeeSchedule, isInDeadZone } from "./fees.ts";

/** What an organisation decided about tips and payouts, in one version. Amounts in minor units. */
export interface PolicyTerms extends FeePolicy {
  presetsMinor: readonly bigint[];
  minimumMinor: bigint;
  maximumMinor: bigint;
  patronMayCoverFee: boolean;
  settlementCadence: "daily" | "weekly" | "threshold";
  settlementWeekday: number | null;
  settlementThresholdMinor: bigint;
  /** Who bears what a rail charges for sending a payout. */
  transferFeeBearer: "guard" | "organisation";
  /** How much of the platform's fee is kept for refunds and lost disputes, in hundredths of a percent. */
  reserveBps: number;
  /** Who bears a rail's fee that does not come back with a refund. */
  refundFeeBearer: "reserve" | "organisation";
  /** A refund by staff of more than this wants a second person. */
  refundCheckAboveMinor: bigint;
}

/** What the guard gets of an amount at worst, and whether it may be offered. */
export interface OfferedAmount {
  amountMinor: bigint;
  netMinor: bigint;
  isInDeadZone: boolean;
}

/** What each amount nets the guard under some terms. */
export function offeredAmounts(
  amountsMinor: readonly bigint[],
  policy: FeePolicy,
  schedules: readonly FeeSchedule[],
): OfferedAmount[] {
  return amountsMinor.map((amountMinor) => {
    const netMinor = estimateNet(schedules, policy, amountMinor, amountMinor);
    const isBeaten = amountsMinor.some(
      (other) => other < amountMinor && estimateNet(schedules, policy, other, other) > netMinor,
    );
    return { amountMinor, netMinor, isInDeadZone: isBeaten || isInDeadZone(schedules, policy, amountMinor) };
  });
}

/** What is wrong with terms, with the field named as its form has it. None: they may come into force. */
export function problemsOf(terms: PolicyTerms, schedules: readonly FeeSchedule[], currency: Currency): FieldError[] {
  const { presetsMinor, minimumMinor, maximumMinor } = terms;
  const say = (minor: bigint) => formatMoney({ minor, currency });
  const problems: FieldError[] = [];
  if (minimumMinor <= 0n) problems.push({ field: "minimum", message: "The smallest tip must be more than nothing." });
  if (maximumMinor < minimumMinor) {
    problems.push({ field: "maximum", message: "The largest tip must be at least the smallest." });
  }
  if (maximumMinor > MAX_AMOUNT_MINOR)
    problems.push({ field: "maximum", message: `At most ${say(MAX_AMOUNT_MINOR)}.` });
  for (const [i, { amountMinor, netMinor, isInDeadZone }] of offeredAmounts(presetsMinor, terms, schedules).entries()) {
    const field = `presets[${i}]`;
    if (presetsMinor.indexOf(amountMinor) !== i) problems.push({ field, message: "This amount is there twice." });
    else if (amountMinor < minimumMinor || amountMinor > maximumMinor) {
      const message = `Offer amounts between ${say(minimumMinor)} and ${say(maximumMinor)}.`;
      problems.push({ field, message });
    } else if (netMinor <= 0n) {
      problems.push({ field, message: "Fees would leave the guard nothing of this amount." });
    } else if (isInDeadZone) {
      const message = `The guard would get ${say(netMinor)} of ${say(amountMinor)}: a smaller tip gives more. Choose another.`;
      problems.push({ field, message });
    }
  }
  return problems;
}

/** Of Asante's fee a fifth is kept for refunds at first: with a fee of 5 %, a tip in a hundred can be given back out of it. */
const FIRST_RESERVE_BPS = 2_000;

/** What a new organisation begins with; its people look at it first of all. */
export function firstTerms(currency: Currency): PolicyTerms {
  const unit: Record<Currency, bigint> = { NGN: 10_000n, KES: 5_000n, GHS: 500n, ZAR: 1_000n, XOF: 50_000n };
  const step = unit[currency];
  return {
    presetsMinor: [step * 2n, step * 5n, step * 10n, step * 20n],
    minimumMinor: step,
    maximumMinor: step * 1_000n,
    platformFeeBps: 0,
    railFeeBearer: "guard",
    patronMayCoverFee: true,
    settlementCadence: "daily",
    settlementWeekday: null,
    settlementThresholdMinor: 0n,
    transferFeeBearer: "organisation",
    reserveBps: FIRST_RESERVE_BPS,
    refundFeeBearer: "reserve",
    refundCheckAboveMinor: step * 20n,
  };
}
