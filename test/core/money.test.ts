import { expect, test } from "vitest";
import { decimalOf } from "#app/core/money.ts";

test("an amount for a spreadsheet has a point and two decimals, whatever its people write", () => {
  const said = [0n, 5n, 150_000n, 123_456_789n, -250n].map((minor) => decimalOf({ minor }));
  expect(said).toEqual(["0.00", "0.05", "1500.00", "1234567.89", "-2.50"]);
});
