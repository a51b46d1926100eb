import { expect, test } from "vitest";
import { countText, numberText } from "#app/components/ui/number-text.ts";

test("counts are grouped by thousands, and only one is one", () => {
  expect([0, 999, 1_000, 20_947, 1_234_567].map(numberText)).toEqual(["0", "999", "1,000", "20,947", "1,234,567"]);
  expect([0, 1, 1_204].map((count) => countText(count, ["guard", "guards"]))).toEqual([
    ...["0 guards", "1 guard", "1,204 guards"],
  ]);
});
