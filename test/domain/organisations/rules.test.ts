import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chargeCoveringFees,
  estimateNet,
  type FeePolicy,
  type FeeSchedule,
  isInDeadZone,
  platformFee,
  railFee,
  showablePresets,
} from "#app/domain/organisations/index.ts";

const schedule = (change: Partial<FeeSchedule>): FeeSchedule => ({
  channel: "local",
  version: 1,
  percentBps: 0,
  flatMinor: 0n,
  flatFromMinor: 0n,
  capMinor: null,
  vatBps: 0,
  ...change,
});

/** paystack.md §6. */
const NIGERIA = schedule({ percentBps: 150, flatMinor: 10_000n, flatFromMinor: 250_000n, capMinor: 200_000n });
const GHANA = schedule({ percentBps: 195 });
const KENYA = [schedule({ channel: "card", percentBps: 290 }), schedule({ channel: "mobile_money", percentBps: 150 })];
const SOUTH_AFRICA = schedule({ percentBps: 290, flatMinor: 100n, vatBps: 1_500 });
const GUARD_PAYS: FeePolicy = { platformFeeBps: 0, railFeeBearer: "guard" };

const anySchedules = fc.array(
  fc
    .record({
      percentBps: fc.integer({ min: 0, max: 1_000 }),
      flatMinor: fc.bigInt({ min: 0n, max: 5_000n }),
      flatFromMinor: fc.bigInt({ min: 0n, max: 30_000n }),
      capMinor: fc.option(fc.bigInt({ min: 1n, max: 20_000n })),
      vatBps: fc.constantFrom(0, 0, 1_500),
    })
    .map(schedule),
  { maxLength: 3 },
);
const anyPolicy: fc.Arbitrary<FeePolicy> = fc.record({
  platformFeeBps: fc.integer({ min: 0, max: 1_000 }),
  railFeeBearer: fc.constantFrom("guard", "organisation"),
});

describe("a rail's fee", () => {
  test.each([
    ["Nigeria, 250", NIGERIA, 25_000n, 375n],
    ["Nigeria, 391", NIGERIA, 39_100n, 587n],
    ["Nigeria, 2,499.99, the flat part still waived", NIGERIA, 249_999n, 3_750n],
    ["Nigeria, 2,500, the flat part charged", NIGERIA, 250_000n, 13_750n],
    ["Nigeria, at the cap", NIGERIA, 100_000_000n, 200_000n],
    ["South Africa, with VAT rounded up at each step", SOUTH_AFRICA, 186_677n, 6_342n],
    ["Kenya, 100 by card", KENYA[0] as FeeSchedule, 10_000n, 290n],
    ["Kenya, 100 by M-PESA", KENYA[1] as FeeSchedule, 10_000n, 150n],
    ["Ghana, 20", GHANA, 2_000n, 39n],
  ])("is what Paystack publishes: %s", (_, fees, chargeMinor, expected) => {
    expect(railFee(fees, chargeMinor)).toBe(expected);
  });

  test("never shrinks as the charge grows, and never passes its cap with VAT", () => {
    fc.assert(
      fc.property(
        anySchedules,
        fc.bigInt({ min: 1n, max: 10_000_000n }),
        fc.bigInt({ min: 1n, max: 100n }),
        (all, charge, more) => {
          for (const one of all) {
            expect(railFee(one, charge + more) >= railFee(one, charge)).toBe(true);
            if (one.capMinor !== null)
              expect(railFee(one, charge) <= one.capMinor + (one.capMinor * 15n + 99n) / 100n).toBe(true);
          }
        },
      ),
    );
  });
});

test("the platform's fee is rounded down: the remainder is the guard's", () => {
  expect(platformFee({ platformFeeBps: 150, railFeeBearer: "guard" }, 199n)).toBe(2n);
  expect(platformFee({ platformFeeBps: 100, railFeeBearer: "guard" }, 99n)).toBe(0n);
});

describe("a charge that covers the fees", () => {
  test("leaves the guard the whole amount, whichever channel the patron picks", () => {
    fc.assert(
      fc.property(anySchedules, anyPolicy, fc.bigInt({ min: 1n, max: 5_000_000n }), (schedules, policy, amount) => {
        const charge = chargeCoveringFees(schedules, policy, amount);
        expect(charge >= amount).toBe(true);
        for (const one of schedules) expect(estimateNet([one], policy, amount, charge) >= amount).toBe(true);
      }),
    );
  });

  test("is the smallest that does", () => {
    fc.assert(
      fc.property(anySchedules, anyPolicy, fc.bigInt({ min: 1n, max: 40_000n }), (schedules, policy, amount) => {
        const charge = chargeCoveringFees(schedules, policy, amount);
        for (let less = amount; less < charge; less += 1n) {
          if (estimateNet(schedules, policy, amount, less) >= amount) expect(less).toBe(charge);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("presets", () => {
  const bounds = { minimumMinor: 10_000n, maximumMinor: 10_000_000n };

  test("in Nigeria 2,500 to 2,600 net less than 2,499 and are never shown", () => {
    const units = [2_400n, 2_499n, 2_500n, 2_550n, 2_600n, 2_602n, 2_700n].map((unit) => unit * 100n);
    expect(units.filter((amount) => isInDeadZone([NIGERIA], GUARD_PAYS, amount))).toEqual([
      250_000n,
      255_000n,
      260_000n,
    ]);
    expect(showablePresets(units, bounds, [NIGERIA], GUARD_PAYS)).toEqual([240_000n, 249_900n, 260_200n, 270_000n]);
  });

  test("shown are within bounds, ascending, each once, and none nets less than any smaller whole amount", () => {
    const wholeUnits = fc.array(
      fc.bigInt({ min: 1n, max: 4_000n }).map((unit) => unit * 100n),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(wholeUnits, anyPolicy, fc.constantFrom([NIGERIA], [GHANA], KENYA), (presets, policy, schedules) => {
        const shown = showablePresets(presets, bounds, schedules, policy);
        expect(shown).toEqual([...new Set(shown)].sort((a, b) => Number(a - b)));
        for (const preset of shown) {
          expect(preset >= bounds.minimumMinor && preset <= bounds.maximumMinor).toBe(true);
          const net = estimateNet(schedules, policy, preset, preset);
          for (let less = 100n; less < preset; less += 100n) {
            if (estimateNet(schedules, policy, less, less) > net) expect.fail(`${preset} nets less than ${less}`);
          }
        }
      }),
    );
  });
});
