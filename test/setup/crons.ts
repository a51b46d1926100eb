import { Cron } from "croner";
import { minutes, systemClock } from "#app/core/time.ts";
import type { RunningWorker } from "./worker.ts";

export type Crons = { stop(): void };

/**
 * Fires the cron triggers of wrangler.toml when they are due, in UTC, and each of them once now,
 * so that a fresh system does not wait for what its schedules prepare.
 * Like Cloudflare, a trigger is told the minute it was due, and 1 is Sunday.
 */
export function startCrons(
  worker: Pick<RunningWorker, "dispatchScheduled">,
  triggers: string[],
  onError: (error: unknown) => void,
): Crons {
  let stopped = false;
  async function fire(trigger: string): Promise<void> {
    try {
      const now = systemClock.now().getTime();
      const dueAt = new Date(now - (now % minutes(1)));
      const { outcome } = await worker.dispatchScheduled(trigger, dueAt);
      if (outcome !== "ok" && !stopped) onError(new Error(`cron ${trigger} ended with ${outcome}`));
    } catch (error) {
      if (!stopped) onError(error);
    }
  }
  const jobs = triggers.map(
    (trigger) => new Cron(trigger, { timezone: "UTC", alternativeWeekdays: true, protect: true }, () => fire(trigger)),
  );
  void (async () => {
    for (const trigger of triggers) if (!stopped) await fire(trigger);
  })();
  return {
    stop() {
      stopped = true;
      for (const job of jobs) job.stop();
    },
  };
}
