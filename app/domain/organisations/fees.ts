import { AssertionFault } from "../../core/assert.ts";
import { MAX_AMOUNT_MINOR } from "../../core/money.ts";

/** What a rail charges for one kind of payment. Amounts in minor units. Source: fee_schedules, paystack.md §6. */
export interface FeeSchedule {
  channel: string;
  version: number;
  percentBps: number;
  flatMinor: bigint;
  /** The flat part is waived for charges below this. */
  flatFromMinor: bigint;
  capMinor: bigint | null;
  vatBps: number;
}

/** What the organisation decided about fees. */
export interface FeePolicy {
  platformFeeBps: number;
  railFeeBearer: "guard" | "organisation";
}

const BPS = 10_000n;

/** The rail's fee on a charge, in minor units, rounded up at each step as the rail does (paystack.md §6, ZA sample). */
export function railFee(schedule: FeeSchedule, chargeMinor: bigint): bigint {
  const percent = ceilBps(chargeMinor, schedule.percentBps);
  const flat = chargeMinor >= schedule.flatFromMinor ? schedule.flatMinor : 0n;
  const fee = percent + flat;
  const capped = schedule.capMinor !== null && fee > schedule.capMinor ? schedule.capMinor : fee;
  return capped + ceilBps(capped, schedule.vatBps);
}

/** Asante's fee on a tip, in minor units, rounded down: the remainder is the guard's. */
export function platformFee(policy: FeePolicy, amountMinor: bigint): bigint {
  return (amountMinor * BigInt(policy.platformFeeBps)) / BPS;
}

/** What a charge nets the guard at worst over the given schedules: an estimate, since the patron picks the channel. */
export function estimateNet(
  schedules: readonly FeeSchedule[],
  policy: FeePolicy,
  amountMinor: bigint,
  chargeMinor: bigint,
): bigint {
  const borne = policy.railFeeBearer === "guard" ? dearestFee(schedules, chargeMinor) : 0n;
  return chargeMinor - borne - platformFee(policy, amountMinor);
}

/**
 * The smallest charge from which the guard receives the whole amount, rail fee and platform fee being added on top.
 * Net grows with the charge except where a flat fee sets in, so each stretch between such steps is searched by itself.
 */
export function chargeCoveringFees(schedules: readonly FeeSchedule[], policy: FeePolicy, amountMinor: bigint): bigint {
  const enough = (chargeMinor: bigint) => estimateNet(schedules, policy, amountMinor, chargeMinor) >= amountMinor;
  const steps = schedules.map((schedule) => schedule.flatFromMinor - 1n).filter((step) => step > amountMinor);
  const last = amountMinor * 3n + 10_000_000n;
  let low = amountMinor;
  for (const end of [...steps.sort((a, b) => (a < b ? -1 : 1)), last]) {
    if (enough(end)) return firstBetween(low, end, enough);
    low = end + 1n;
  }
  throw new AssertionFault("no charge covers its own fees");
}

function firstBetween(low: bigint, high: bigint, enough: (charge: bigint) => boolean): bigint {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) / 2n;
    if (enough(middle)) to = middle;
    else from = middle + 1n;
  }
  return from;
}

/** True when some smaller amount would net the guard more: an amount that must never be offered. */
export function isInDeadZone(schedules: readonly FeeSchedule[], policy: FeePolicy, amountMinor: bigint): boolean {
  const net = estimateNet(schedules, policy, amountMinor, amountMinor);
  return schedules.some((schedule) => {
    const below = schedule.flatFromMinor - 1n;
    return below > 0n && below < amountMinor && estimateNet(schedules, policy, below, below) > net;
  });
}

/** The presets that may be shown: within bounds, ascending, none in a dead zone. */
export function showablePresets(
  presetsMinor: readonly bigint[],
  bounds: { minimumMinor: bigint; maximumMinor: bigint },
  schedules: readonly FeeSchedule[],
  policy: FeePolicy,
): bigint[] {
  return [...new Set(presetsMinor)]
    .filter((preset) => preset >= bounds.minimumMinor && preset <= bounds.maximumMinor && preset <= MAX_AMOUNT_MINOR)
    .filter((preset) => !isInDeadZone(schedules, policy, preset))
    .sort((a, b) => (a < b ? -1 : 1));
}

function dearestFee(schedules: readonly FeeSchedule[], chargeMinor: bigint): bigint {
  return schedules.reduce((worst, schedule) => {
    const fee = railFee(schedule, chargeMinor);
    return fee > worst ? fee : worst;
  }, 0n);
}

function ceilBps(amountMinor: bigint, bps: number): bigint {
  return (amountMinor * BigInt(bps) + BPS - 1n) / BPS;
}
