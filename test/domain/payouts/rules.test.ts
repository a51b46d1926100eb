import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FeeBand, LEAST_FEES_IN_A_PAYOUT, planPayout } from "#app/domain/payouts/fee-plan.ts";

/** paystack.md §4, “Transfer fees”, written down a second time. */
const MPESA: FeeBand[] = [
  { fromMinor: 100n, upToMinor: 150_000n, feeMinor: 2_000n },
  { fromMinor: 150_001n, upToMinor: 2_000_000n, feeMinor: 4_000n },
  { fromMinor: 2_000_001n, upToMinor: 15_000_000n, feeMinor: 6_000n },
];
const NIGERIA: FeeBand[] = [
  { fromMinor: 10_000n, upToMinor: 500_000n, feeMinor: 1_000n },
  { fromMinor: 500_001n, upToMinor: 5_000_000n, feeMinor: 2_500n },
  { fromMinor: 5_000_001n, upToMinor: null, feeMinor: 5_000n },
];
const FLAT: FeeBand[] = [{ fromMinor: 1n, upToMinor: null, feeMinor: 800n }];

const bearer = fc.constantFrom("guard" as const, "organisation" as const);
const balance = fc.oneof(fc.bigInt(0n, 600_000n), fc.bigInt(0n, 20_000_000n));
/** Bands whose fee grows with the amount, without gaps. */
const anyBands = fc
  .array(fc.record({ width: fc.bigInt(1n, 400_000n), step: fc.bigInt(0n, 5_000n) }), { minLength: 1, maxLength: 5 })
  .map((steps) => {
    const bands: FeeBand[] = [];
    let [from, fee] = [1n, 0n];
    for (const [index, { width, step }] of steps.entries()) {
      fee += step;
      const upTo = from + width;
      bands.push({ fromMinor: from, upToMinor: index === steps.length - 1 ? null : upTo, feeMinor: fee });
      from = upTo + 1n;
    }
    return bands;
  });
const bands = fc.oneof(fc.constantFrom(MPESA, NIGERIA, FLAT), anyBands);

const feeOf = (table: readonly FeeBand[], amount: bigint) =>
  table.find(({ fromMinor, upToMinor }) => fromMinor <= amount && (upToMinor === null || amount <= upToMinor))
    ?.feeMinor;

describe("a fee plan", () => {
  test("pays KES 1,500 and carries 20, rather than send 1,520 for twice the fee", () => {
    expect(planPayout(152_000n, MPESA, "organisation")).toEqual({
      amountMinor: 150_000n,
      feeMinor: 2_000n,
      carriedMinor: 2_000n,
    });
    expect(planPayout(160_000n, MPESA, "organisation")).toMatchObject({ amountMinor: 160_000n, carriedMinor: 0n });
  });

  test("lets a balance wait that would lose more than a tenth, or that no rail takes", () => {
    expect(planPayout(19_999n, MPESA, "organisation")).toBeNull();
    expect(planPayout(20_000n, MPESA, "organisation")).toMatchObject({ amountMinor: 20_000n });
    expect(planPayout(9_999n, NIGERIA, "organisation")).toBeNull();
    expect(planPayout(0n, [], "organisation")).toBeNull();
  });

  test("pays everything where the rail publishes no price", () => {
    expect(planPayout(77n, [], "guard")).toEqual({ amountMinor: 77n, feeMinor: null, carriedMinor: 0n });
  });

  test("never spends more than there is, is inside of one band, and names that band's fee", () => {
    fc.assert(
      fc.property(balance, bands, bearer, (owed, table, bears) => {
        const plan = planPayout(owed, table, bears);
        if (!plan) return;
        const borne = bears === "guard" ? (plan.feeMinor ?? 0n) : 0n;
        expect(plan.amountMinor + borne + plan.carriedMinor).toBe(owed);
        expect(plan.carriedMinor).toBeGreaterThanOrEqual(0n);
        expect(plan.feeMinor).toBe(feeOf(table, plan.amountMinor));
        expect(plan.amountMinor).toBeGreaterThanOrEqual((plan.feeMinor ?? 0n) * LEAST_FEES_IN_A_PAYOUT);
      }),
    );
  });

  test("costs, with what it carries, no more than any other single payment of the same balance", () => {
    fc.assert(
      fc.property(balance, bands, bearer, fc.bigInt(1n, 20_000_000n), (owed, table, bears, other) => {
        const fee = feeOf(table, other);
        const isPossible = fee !== undefined && other + (bears === "guard" ? fee : 0n) <= owed;
        if (!isPossible || other < fee * LEAST_FEES_IN_A_PAYOUT) return;
        const plan = planPayout(owed, table, bears);
        const carried = owed - other - (bears === "guard" ? fee : 0n);
        expect((plan?.feeMinor ?? 0n) + (plan?.carriedMinor ?? owed)).toBeLessThanOrEqual(fee + carried);
      }),
      { numRuns: 1_000 },
    );
  });

  test("over any series of settlements costs, with what is still carried, no more than paying everything each time", () => {
    const tables = fc.constantFrom(MPESA, NIGERIA, FLAT);
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 700_000n), { maxLength: 40 }), tables, (incomes, table) => {
        let [ours, carried, simple, waits] = [0n, 0n, 0n, 0n];
        for (const income of incomes) {
          carried += income;
          const plan = planPayout(carried, table, "organisation");
          ours += plan?.feeMinor ?? 0n;
          carried = plan ? plan.carriedMinor : carried;
          waits += income;
          const fee = feeOf(table, waits);
          if (fee !== undefined && waits >= fee * LEAST_FEES_IN_A_PAYOUT) [simple, waits] = [simple + fee, 0n];
          expect(ours + carried).toBeLessThanOrEqual(simple + waits);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
