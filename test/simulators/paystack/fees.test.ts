import { describe, expect, test } from "vitest";
import { chargeWithFeesPassedOn, collectionFee } from "./fees.ts";
import { transferFee } from "./transfer-fees.ts";

describe("collection fees", () => {
  test.each([
    ["NGN", "card", 25_000, 375],
    ["NGN", "bank_transfer", 39_100, 587],
    ["NGN", "card", 249_999, 3_750],
    ["NGN", "card", 250_000, 13_750],
    ["NGN", "card", 100_000_000, 200_000],
    ["NGN", "international", 100_000, 13_900],
    ["KES", "card", 10_000, 290],
    ["KES", "mobile_money", 10_000, 150],
    ["ZAR", "card", 186_677, 6_342],
    ["GHS", "mobile_money", 10_000, 195],
  ])("%s by %s: %i costs %i, as published", (currency, channel, amount, fee) => {
    expect(collectionFee(currency, channel, amount).fee).toBe(fee);
  });

  test("the South African fee names the part before VAT", () => {
    expect(collectionFee("ZAR", "card", 186_677).beforeVat).toBe(5_514);
  });

  test.each([5_000, 100_000, 240_000, 249_000, 250_000, 5_000_000, 900_000_000])(
    "a passed-on fee leaves at least the %i that was asked for, and one unit less would not",
    (asked) => {
      const charge = chargeWithFeesPassedOn("NGN", "card", asked);
      expect(charge - collectionFee("NGN", "card", charge).fee).toBeGreaterThanOrEqual(asked);
      expect(charge - 1 - collectionFee("NGN", "card", charge - 1).fee).toBeLessThan(asked);
    },
  );
});

test.each([
  ["NGN", "nuban", 500_000, 1_000],
  ["NGN", "nuban", 500_100, 2_500],
  ["NGN", "nuban", 5_000_000, 2_500],
  ["NGN", "nuban", 5_000_100, 5_000],
  ["GHS", "mobile_money", 1_000, 100],
  ["GHS", "ghipss", 1_000, 800],
  ["KES", "mobile_money", 150_000, 2_000],
  ["KES", "mobile_money", 150_100, 4_000],
  ["KES", "mobile_money", 15_000_000, 6_000],
])("a transfer in %s to %s of %i costs %i", (currency, type, amount, fee) => {
  expect(transferFee(currency, type, amount)).toBe(fee);
});
