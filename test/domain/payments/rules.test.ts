import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterLookup,
  judgeCharge,
  type KnownTip,
  MAY_SUCCEED,
  nextAttemptInMs,
  nextCheckInMs,
  type TipStatus,
} from "#app/domain/payments/rules.ts";
import type { Charge } from "#app/domain/ports.ts";

const TIP: KnownTip = {
  id: "tip-1",
  organisationId: "org-1",
  status: "pending",
  environment: "test",
  currency: "NGN",
  chargeMinor: 50_000n,
  railFeeBearer: "guard",
  platformFeeMinor: 500n,
  bookedTransactionId: null,
};
const CHARGE: Charge = {
  rail: "paystack",
  environment: "test",
  reference: "tip-1",
  railTransactionId: "41",
  status: "succeeded",
  currency: "NGN",
  requestedMinor: 50_000n,
  chargedMinor: 50_000n,
  railFeeMinor: 750n,
  channel: "card",
  paidAt: null,
  metadata: null,
};

const statuses: TipStatus[] = [
  ...["initiated", "pending", "succeeded", "failed", "abandoned"],
  ...["refunded", "partially_refunded", "disputed"],
] as TipStatus[];
const small = fc.bigInt({ min: 1n, max: 4n });
const anyTip: fc.Arbitrary<KnownTip> = fc.record({
  id: fc.constant("tip-1"),
  organisationId: fc.constant("org-1"),
  status: fc.constantFrom(...statuses),
  environment: fc.constantFrom("test", "live"),
  currency: fc.constantFrom("NGN", "KES"),
  chargeMinor: fc.option(small),
  platformFeeMinor: fc.bigInt({ min: 0n, max: 2n }),
  railFeeBearer: fc.constantFrom("guard", "organisation"),
  bookedTransactionId: fc.option(fc.constantFrom("41", "42")),
});
const anyCharge: fc.Arbitrary<Charge> = fc.record({
  rail: fc.constant("paystack"),
  environment: fc.constantFrom("test", "live"),
  reference: fc.constantFrom("tip-1", "tip-2"),
  railTransactionId: fc.constantFrom("41", "42"),
  status: fc.constant("succeeded"),
  currency: fc.constantFrom("NGN", "KES"),
  requestedMinor: fc.option(small),
  chargedMinor: small,
  railFeeMinor: fc.option(fc.bigInt({ min: 0n, max: 3n })),
  channel: fc.constant(null),
  paidAt: fc.constant(null),
  metadata: fc.constant(null),
});
const anySource = fc.constantFrom("webhook" as const, "lookup" as const);

describe("a charge is judged", () => {
  test("and booked only when reference, environment, currency and both amounts agree, and its fees fit into it", () => {
    fc.assert(
      fc.property(anyCharge, fc.option(anyTip), anySource, (charge, tip, source) => {
        const verdict = judgeCharge(charge, tip, source);
        if (verdict.verdict !== "book") return;
        expect(tip).not.toBeNull();
        expect(charge.reference).toBe(tip?.id);
        expect(charge.environment).toBe(tip?.environment);
        expect(charge.currency).toBe(tip?.currency);
        expect(charge.requestedMinor ?? charge.chargedMinor).toBe(tip?.chargeMinor);
        expect(charge.chargedMinor >= (tip?.chargeMinor ?? 0n)).toBe(true);
        expect(MAY_SUCCEED).toContain(tip?.status);
        expect(verdict.chargedMinor).toBe(charge.chargedMinor);
        expect(verdict.railFeeMinor).toBe(charge.railFeeMinor);
        const borne = tip?.railFeeBearer === "guard" ? verdict.railFeeMinor : 0n;
        expect(borne + (tip?.platformFeeMinor ?? 0n) <= verdict.chargedMinor).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test("to have counted before only when that very transaction was booked", () => {
    fc.assert(
      fc.property(anyCharge, anyTip, anySource, (charge, tip, source) => {
        if (judgeCharge(charge, tip, source).verdict !== "counted_before") return;
        expect(MAY_SUCCEED).not.toContain(tip.status);
        expect(tip.bookedTransactionId).toBe(charge.railTransactionId);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[string, Partial<Charge>, Partial<KnownTip> | null, object]>([
    ["nothing of ours", {}, null, { verdict: "suspend", reason: "unknown_reference" }],
    ["the charge of another tip", { reference: "tip-2" }, {}, { verdict: "suspend", reason: "unknown_reference" }],
    ["live money for a test tip", { environment: "live" }, {}, { verdict: "suspend", reason: "wrong_environment" }],
    ["another currency", { currency: "KES" }, {}, { verdict: "suspend", reason: "wrong_currency" }],
    ["another requested amount", { requestedMinor: 40_000n }, {}, { verdict: "suspend", reason: "wrong_amount" }],
    ["less than was asked", { chargedMinor: 49_999n }, {}, { verdict: "suspend", reason: "wrong_amount" }],
    [
      "more than was asked",
      { chargedMinor: 51_000n },
      {},
      { verdict: "book", chargedMinor: 51_000n, railFeeMinor: 750n },
    ],
    [
      "an old payload without requested_amount",
      { requestedMinor: null },
      {},
      { verdict: "book", chargedMinor: 50_000n, railFeeMinor: 750n },
    ],
    ["fees beyond the amount", { railFeeMinor: 49_501n }, {}, { verdict: "suspend", reason: "fees_exceed_amount" }],
    [
      "fees that take all of it",
      { railFeeMinor: 49_500n },
      {},
      { verdict: "book", chargedMinor: 50_000n, railFeeMinor: 49_500n },
    ],
    ["a repeated event", {}, { status: "succeeded", bookedTransactionId: "41" }, { verdict: "counted_before" }],
    [
      "a second charge",
      {},
      { status: "succeeded", bookedTransactionId: "40" },
      { verdict: "suspend", reason: "second_charge" },
    ],
    [
      "a wrong amount after success",
      { chargedMinor: 1n, requestedMinor: 1n },
      { status: "succeeded", bookedTransactionId: "41" },
      { verdict: "suspend", reason: "wrong_amount" },
    ],
  ])("by the table: %s", (_, charge, tip, expected) => {
    expect(judgeCharge({ ...CHARGE, ...charge }, tip && { ...TIP, ...tip }, "webhook")).toEqual(expected);
  });

  test("on a webhook without a fee by asking the rail, and on the rail's own silence by holding the money", () => {
    const charge = { ...CHARGE, railFeeMinor: null };
    expect(judgeCharge(charge, TIP, "webhook")).toEqual({ verdict: "ask_rail" });
    expect(judgeCharge(charge, TIP, "lookup")).toEqual({ verdict: "suspend", reason: "fee_unknown" });
  });
});

describe("the ladder", () => {
  test("waits longer with every rung, ends, and stays ended", () => {
    const rungs = Array.from({ length: 20 }, (_, checks) => nextCheckInMs(checks));
    const waits = rungs.filter((wait) => wait !== null);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(rungs.slice(waits.length).every((wait) => wait === null)).toBe(true);
    expect(nextAttemptInMs(0)).toBe(10_000);
    expect(nextAttemptInMs(99)).toBeNull();
  });

  const anyResult = fc.constantFrom("pending", "abandoned", "not_found", "reversed", "succeeded", "failed", "unknown");

  test("gives a tip up only at its end, and only when the rail says that nothing was paid", () => {
    fc.assert(
      fc.property(anyResult, fc.nat(10), (result, checks) => {
        const isEnd = nextCheckInMs(checks + 1) === null;
        const isUnpaid = result === "abandoned" || result === "not_found";
        expect(afterLookup(result, checks).becomes === "abandoned").toBe(isEnd && isUnpaid);
      }),
    );
  });

  test("fails a tip only on the rail's own word, and an unanswered call costs no rung", () => {
    fc.assert(
      fc.property(anyResult, fc.nat(10), (result, checks) => {
        const { becomes, checks: after, waitMs } = afterLookup(result, checks);
        expect(becomes === "failed").toBe(result === "failed");
        if (result !== "unknown") return;
        expect(after).toBe(checks);
        expect(waitMs).not.toBeNull();
      }),
    );
  });

  test("never ends for a charge that the rail still works on or holds as paid: it is asked about daily", () => {
    fc.assert(
      fc.property(fc.constantFrom("pending", "succeeded", "reversed"), fc.nat(10), (result, checks) => {
        const { becomes, waitMs } = afterLookup(result, checks);
        expect(becomes).toBeNull();
        expect(waitMs).toBe(nextCheckInMs(checks + 1) ?? 24 * 60 * 60 * 1_000);
      }),
    );
  });

  test("counts every other answer as a rung until it ends, and not any more after it", () => {
    fc.assert(
      fc.property(anyResult, fc.nat(10), (result, checks) => {
        fc.pre(result !== "unknown");
        const { becomes, checks: after } = afterLookup(result, checks);
        const isAskedDaily = nextCheckInMs(checks + 1) === null && becomes === null;
        expect(after).toBe(isAskedDaily ? checks : checks + 1);
      }),
    );
  });
});
