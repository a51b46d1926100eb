import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ASK_ANEW_AFTER_MS,
  judgeLookup,
  judgeRefund,
  type SentRefund,
  type Standing,
  splitRefund,
} from "#app/domain/payments/refunds/rules.ts";
import type { RailRefund } from "#app/domain/ports.ts";

const minor = fc.bigInt({ min: 0n, max: 10_000_000n });
const NOW = new Date("2026-03-01T10:00:00Z");

const standings: fc.Arbitrary<Standing> = fc
  .record({
    chargedMinor: fc.bigInt({ min: 1n, max: 10_000_000n }),
    guardBorneFeeMinor: minor,
    givenBackMinor: minor,
    feeGivenBackMinor: minor,
    leftByTipMinor: minor,
    payableMinor: minor,
    laterMinor: minor,
    reserveMinor: minor,
    feeBearer: fc.constantFrom("reserve" as const, "organisation" as const),
    checkAboveMinor: minor,
    isDisputed: fc.boolean(),
  })
  .map((standing) => ({ ...standing, status: "succeeded" as const, paidAt: NOW }));

describe("a refund's parts", () => {
  test("add up to it, none is negative, and no giver gives what it has not", () => {
    fc.assert(
      fc.property(standings, fc.bigInt({ min: 1n, max: 10_000_000n }), (standing, amount) => {
        const { guardMinor, railFeeMinor, reserveMinor, lossMinor } = splitRefund(amount, standing);
        expect(guardMinor + railFeeMinor + reserveMinor + lossMinor).toBe(amount);
        for (const part of [guardMinor, railFeeMinor, reserveMinor, lossMinor]) expect(part >= 0n).toBe(true);
        expect(guardMinor <= standing.leftByTipMinor).toBe(true);
        expect(guardMinor <= standing.payableMinor).toBe(true);
        expect(reserveMinor <= standing.reserveMinor).toBe(true);
        if (lossMinor > 0n) expect(reserveMinor).toBe(standing.reserveMinor);
        if (standing.feeBearer === "reserve") expect(railFeeMinor).toBe(0n);
      }),
    );
  });

  test("never take from a guard what came in after the tip", () => {
    fc.assert(
      fc.property(standings, minor, (standing, later) => {
        const paidOut = { ...standing, payableMinor: later, laterMinor: later };
        expect(splitRefund(standing.chargedMinor, paidOut).guardMinor).toBe(0n);
      }),
    );
  });
});

describe("a refund is let go", () => {
  test("for no more than what is left of the charge, and never while the payment is disputed", () => {
    fc.assert(
      fc.property(
        standings,
        fc.option(fc.bigInt({ min: -5n, max: 10_000_000n }), { nil: null }),
        (standing, amountMinor) => {
          const verdict = judgeRefund(standing, { cause: "staff", amountMinor }, NOW);
          if (verdict.verdict === "refuse") return;
          expect(standing.isDisputed).toBe(false);
          expect(verdict.amountMinor > 0n).toBe(true);
          expect(standing.givenBackMinor + verdict.amountMinor <= standing.chargedMinor).toBe(true);
          expect(verdict.needsApproval).toBe(verdict.amountMinor > standing.checkAboveMinor);
        },
      ),
    );
  });

  test.each([
    [29, "refund"],
    [30, "refuse"],
    [31, "refuse"],
  ])("to a patron by themselves within thirty minutes: after %i it is “%s”", (minutes, verdict) => {
    const standing: Standing = {
      ...{ status: "succeeded", paidAt: NOW, chargedMinor: 100n, guardBorneFeeMinor: 2n, givenBackMinor: 0n },
      ...{ feeGivenBackMinor: 0n, isDisputed: false, leftByTipMinor: 98n, payableMinor: 98n, laterMinor: 0n },
      ...{ reserveMinor: 0n, feeBearer: "reserve", checkAboveMinor: 0n },
    };
    const at = new Date(NOW.getTime() + minutes * 60_000);
    expect(judgeRefund(standing, { cause: "patron", amountMinor: null }, at).verdict).toBe(verdict);
  });
});

describe("a refund whose answer was lost", () => {
  const lost: SentRefund = {
    ...{ id: "rf-0000000000000001", status: "unknown", amountMinor: 500n, currency: "NGN", railRefundId: null },
    ...{ calls: 1, lastCallAt: NOW, refusal: null },
  };
  const listed = (change: Partial<RailRefund>): RailRefund => ({
    ...{ railRefundId: "7", id: null, status: "pending", amountMinor: 500n, currency: "NGN" },
    ...change,
  });
  const judge = (rows: RailRefund[], taken: string[] = [], afterMs = 0) =>
    judgeLookup(lost, rows, new Set(taken), new Date(NOW.getTime() + afterMs)).verdict;

  test("is found by our note, and by its amount where no note came back", () => {
    expect(judge([listed({ id: lost.id, amountMinor: 1n })])).toBe("found");
    expect(judge([listed({})])).toBe("found");
  });

  test("is not another one of ours, nor one of another amount", () => {
    expect(judge([listed({ id: "rf-0000000000000002" })])).toBe("wait");
    expect(judge([listed({})], ["7"])).toBe("wait");
    expect(judge([listed({ amountMinor: 499n })])).toBe("wait");
  });

  test("is asked for anew only after the rail was silent for long, and not for ever", () => {
    expect(judge([], [], ASK_ANEW_AFTER_MS - 1)).toBe("wait");
    expect(judge([], [], ASK_ANEW_AFTER_MS)).toBe("ask_anew");
    expect(judgeLookup({ ...lost, calls: 3 }, [], new Set(), new Date(NOW.getTime() + ASK_ANEW_AFTER_MS)).verdict).toBe(
      "person",
    );
  });

  test("has failed by a refusal only once it is seen not to be there", () => {
    expect(judgeLookup({ ...lost, refusal: "invalid_params" }, [], new Set(), NOW).verdict).toBe("failed");
    expect(judgeLookup({ ...lost, refusal: "invalid_params" }, [listed({})], new Set(), NOW).verdict).toBe("found");
  });
});
