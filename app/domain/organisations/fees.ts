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

/** More rounds than any schedule needs whose fee grows slower than the charge. */
const ROUNDS_AT_MOST = 500;

/**
 * The smallest charge from which the guard receives the whole amount, rail fee and platform fee being added on top.
 * A fee never falls when the charge grows, so adding the fee of each sum to the amount climbs to the smallest sum that
 * pays its own fee, whatever steps, caps and rounding there are.
 */
export function chargeCoveringFees(schedules: readonly FeeSchedule[], policy: FeePolicy, amountMinor: bigint): bigint {
  let charge = amountMinor;
  for (let round = 0; round < ROUNDS_AT_MOST; round++) {
    const missing = amountMinor - estimateNet(schedules, policy, amountMinor, charge);
    if (missing <= 0n) return charge;
    charge += missing;
  }
  throw new AssertionFault("a rail's fee grows slower than the charge");
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
