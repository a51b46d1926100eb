/** One band of what a rail charges to send money; an amount outside of every band cannot be sent. Minor units. */
export interface FeeBand {
  fromMinor: bigint;
  upToMinor: bigint | null;
  feeMinor: bigint;
}

export type FeeBearer = "guard" | "organisation";

/** What to pay of a balance now, what that costs, and what is carried to the next settlement. Minor units. */
export interface PayoutPlan {
  amountMinor: bigint;
  /** Null where the rail publishes no price. */
  feeMinor: bigint | null;
  carriedMinor: bigint;
}

type PricedPlan = PayoutPlan & { feeMinor: bigint };

/** A payout is at least so many times its fee; a smaller balance waits rather than lose more than a tenth. */
export const LEAST_FEES_IN_A_PAYOUT = 10n;

/**
 * The one payment that a balance is worth now; null when it should wait. A unit that is carried counts as much as a unit of
 * fee. So, whatever comes in later, the plan has never cost more than paying everything at each settlement: of KES 1,520,
 * 1,500 are paid for 20 and 20 are carried, instead of 1,520 for 40. The last payout of a guard who left carries as little as it
 * can, and waits only for what no rail takes or the fee eats. The settlement statement decides the same in SQL.
 */
export function planPayout(
  balanceMinor: bigint,
  bands: readonly FeeBand[],
  bearer: FeeBearer,
  { isFinal = false }: { isFinal?: boolean } = {},
): PayoutPlan | null {
  if (bands.length === 0)
    return balanceMinor > 0n ? { amountMinor: balanceMinor, feeMinor: null, carriedMinor: 0n } : null;
  const plans = bands.flatMap(({ fromMinor, upToMinor, feeMinor }) => {
    const borne = bearer === "guard" ? feeMinor : 0n;
    const affordable = balanceMinor - borne;
    const amountMinor = upToMinor !== null && upToMinor < affordable ? upToMinor : affordable;
    const isWorthIt = isFinal || amountMinor >= feeMinor * LEAST_FEES_IN_A_PAYOUT;
    if (amountMinor < fromMinor || !isWorthIt) return [];
    return [{ amountMinor, feeMinor, carriedMinor: balanceMinor - borne - amountMinor }];
  });
  return plans.reduce<PricedPlan | null>((best, plan) => (best && !isBetter(plan, best, isFinal) ? best : plan), null);
}

function isBetter(one: PricedPlan, other: PricedPlan, isFinal: boolean): boolean {
  if (isFinal && one.carriedMinor !== other.carriedMinor) return one.carriedMinor < other.carriedMinor;
  return one.feeMinor + one.carriedMinor < other.feeMinor + other.carriedMinor;
}
