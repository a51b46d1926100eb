import { expect, test, vi } from "vitest";
import { startCrons } from "./crons.ts";

function recordingWorker(fired: [string, string][]) {
  return {
    dispatchScheduled: async (cron: string, at = new Date(0)) => {
      fired.push([cron, at.toISOString()]);
      return { outcome: "ok" };
    },
  };
}

test("every trigger fires once at the start and then when it is due, told the minute it was due", async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 3, 1, 8, 14, 30) });
  const fired: [string, string][] = [];
  const crons = startCrons(recordingWorker(fired), ["* * * * *", "*/10 * * * *"], (error) =>
    expect.fail(String(error)),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  crons.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  vi.useRealTimers();
  expect(fired).toEqual([
    ["* * * * *", "2026-04-01T08:14:00.000Z"],
    ["*/10 * * * *", "2026-04-01T08:14:00.000Z"],
    ["* * * * *", "2026-04-01T08:15:00.000Z"],
  ]);
});

test("1 is Sunday, as on Cloudflare", async () => {
  const saturday = Date.UTC(2026, 3, 4, 23, 59, 30);
  vi.useFakeTimers({ now: saturday });
  const fired: [string, string][] = [];
  const crons = startCrons(recordingWorker(fired), ["0 0 * * 1"], (error) => expect.fail(String(error)));
  await vi.advanceTimersByTimeAsync(60_000);
  crons.stop();
  vi.useRealTimers();
  expect(fired.at(-1)).toEqual(["0 0 * * 1", "2026-04-05T00:00:00.000Z"]);
});

test("a trigger that fails is told and fires again", async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 3, 1) });
  const errors: unknown[] = [];
  const worker = {
    dispatchScheduled: () => Promise.reject(new Error("database away")),
  };
  const crons = startCrons(worker, ["* * * * *"], (error) => errors.push(error));
  await vi.advanceTimersByTimeAsync(120_000);
  crons.stop();
  vi.useRealTimers();
  expect(errors).toHaveLength(3);
});
