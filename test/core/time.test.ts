import { expect, test } from "vitest";
import { after, runningClock, seconds } from "#app/core/time.ts";

test("a running clock begins at its instant and goes on as the one behind it", () => {
  let present = new Date("2026-03-06T10:00:07Z");
  const clock = runningClock(new Date("2026-03-06T09:00:00Z"), { now: () => present });
  expect(clock.now()).toEqual(new Date("2026-03-06T09:00:00Z"));
  present = after(present, seconds(90));
  expect(clock.now()).toEqual(new Date("2026-03-06T09:01:30Z"));
});
