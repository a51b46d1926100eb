import { expect, test } from "vitest";
import { leftWords } from "#app/components/ui/time-left.ts";
import { hours, minutes, seconds } from "#app/core/time.ts";

test("what is left until a deadline is said in its two largest parts, and never more than is left", () => {
  expect(leftWords(hours(51) + minutes(59))).toBe("2 days 3 hours left");
  expect(leftWords(hours(24) + minutes(5))).toBe("1 day left");
  expect(leftWords(hours(16) - seconds(1))).toBe("15 hours 59 minutes left");
  expect(leftWords(minutes(60))).toBe("1 hour left");
  expect(leftWords(minutes(1))).toBe("1 minute left");
  expect(leftWords(seconds(59))).toBe("Less than a minute left");
  expect(leftWords(0)).toBe("The deadline has passed");
});
