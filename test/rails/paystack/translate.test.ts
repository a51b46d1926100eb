import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCharge, readEvent, readHeading } from "#app/rails/paystack/translate.ts";

const CHARGE = {
  id: 4_099_260_516,
  domain: "test",
  status: "success",
  reference: "tip-01kah3v1z8m3q4n5p6r7s8t9vw",
  amount: 50_000,
  requested_amount: 50_000,
  currency: "NGN",
  fees: 750,
  channel: "card",
  paid_at: "2026-03-01T10:00:00.000Z",
  metadata: { asante: { v: 1 } },
};

const event = (data: unknown, name: unknown = "charge.success") => JSON.stringify({ event: name, data });

describe("reading an event", () => {
  test("never throws, whatever the body is", () => {
    const charges = fc.record({
      event: fc.oneof(fc.constant("charge.success"), fc.string({ unit: "binary" }), fc.anything()),
      data: fc.oneof(fc.anything(), fc.record(mapToAnything(CHARGE), { requiredKeys: [] })),
    });
    const bodies = fc.oneof(fc.string({ unit: "binary" }), fc.json(), charges.map(toJson));
    fc.assert(
      fc.property(bodies, (body) => {
        const heading = readHeading(body);
        expect(heading.event.length).toBeLessThanOrEqual(100);
        expect(heading.objectId.length).toBeLessThanOrEqual(100);
        const read = readEvent(body);
        if (read.kind === "charge_succeeded") expect(read.charge.chargedMinor > 0n).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a heading holds nothing that a database cannot keep", () => {
    const hostile = event({ id: "a\u0000b", reference: "\ud800x" }, `pay\u0000${"é".repeat(98)}😀`);
    const { event: name, objectId, reference } = readHeading(hostile);
    for (const text of [name, objectId, reference ?? ""]) expect(text).not.toMatch(/\p{Surrogate}|\0/u);
    expect(objectId).toBe("a?b");
  });

  test("a successful charge carries everything that money hangs on", () => {
    expect(readEvent(event(CHARGE))).toEqual({
      kind: "charge_succeeded",
      charge: {
        rail: "paystack",
        environment: "test",
        reference: CHARGE.reference,
        railTransactionId: "4099260516",
        status: "succeeded",
        currency: "NGN",
        requestedMinor: 50_000n,
        chargedMinor: 50_000n,
        railFeeMinor: 750n,
        channel: "card",
        paidAt: new Date(CHARGE.paid_at),
        metadata: CHARGE.metadata,
      },
    });
  });

  test.each([["id"], ["domain"], ["status"], ["reference"], ["amount"], ["currency"]])(
    "a charge.success without its %s is unreadable, never guessed",
    (field) => {
      const { [field as keyof typeof CHARGE]: _, ...rest } = CHARGE;
      expect(readEvent(event(rest))).toMatchObject({ kind: "unreadable" });
    },
  );

  test.each([[-1], [0], [0.5], ["50.00"], [2 ** 53], ["1e3"], [null], [true]])(
    "an amount of %j is no amount",
    (amount) => {
      expect(readCharge({ ...CHARGE, amount })).toBeNull();
    },
  );

  test("every other event is named and not handled", () => {
    for (const name of ["invoice.create", "customeridentification.success", "subscription.expiring_cards"]) {
      expect(readEvent(event([], name))).toEqual({ kind: "not_handled" });
    }
  });

  test("a fee that is missing, negative or no number is unknown, not zero", () => {
    for (const fees of [undefined, null, -5, "x", 1.5])
      expect(readCharge({ ...CHARGE, fees })?.railFeeMinor).toBeNull();
    expect(readCharge({ ...CHARGE, fees: 0 })?.railFeeMinor).toBe(0n);
  });

  test.each([
    ["", null],
    [0, 0],
    [null, null],
    ['{"asante":{"v":1}}', CHARGE.metadata],
    ["not json", null],
  ])("metadata that comes back as %j is read", (metadata, expected) => {
    expect(readCharge({ ...CHARGE, metadata })?.metadata).toEqual(expected);
  });

  test.each([
    ["success", "succeeded"],
    ["failed", "failed"],
    ["abandoned", "abandoned"],
    ["ongoing", "pending"],
    ["pending", "pending"],
    ["processing", "pending"],
    ["queued", "pending"],
    ["reversed", "reversed"],
    ["reversal_pending", undefined],
  ])("Paystack's status %s means %s", (status, expected) => {
    expect(readCharge({ ...CHARGE, status })?.status).toBe(expected);
  });
});

function mapToAnything(model: typeof CHARGE) {
  const fields = Object.entries(model).map(([name, usual]) => [
    name,
    fc.oneof(fc.constant<unknown>(usual), fc.anything()),
  ]);
  return Object.fromEntries(fields) as Record<keyof typeof CHARGE, fc.Arbitrary<unknown>>;
}

/** JSON of anything at all; what JSON cannot write becomes nothing. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
