import { systemContext } from "../context.ts";
import { readEnv } from "../env.ts";
import { consumeDeadLetters } from "./dead-letters.ts";
import { consumeJobs } from "./jobs.ts";
import { consumePayouts } from "./payouts.ts";
import { consumeRailEvents } from "./rail-events.ts";

/** Every queue of wrangler.toml, and its consumer. */
export async function consume(batch: MessageBatch, bindings: unknown): Promise<void> {
  const ctx = systemContext(readEnv(bindings), `queue:${batch.queue}`);
  switch (batch.queue) {
    case "asante-rail-events":
      return consumeRailEvents(ctx, batch);
    case "asante-jobs":
      return consumeJobs(ctx, batch);
    case "asante-payouts":
      return consumePayouts(ctx, batch);
    case "asante-rail-events-dead":
    case "asante-payouts-dead":
    case "asante-jobs-dead":
      return consumeDeadLetters(ctx, batch);
    default:
      throw new Error(`no consumer for queue ${batch.queue}`);
  }
}
