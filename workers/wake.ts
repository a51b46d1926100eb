import { seconds, systemClock } from "#app/core/time.ts";
import type { Log, Wake } from "#app/domain/context.ts";

const HINTS_A_BATCH = 100;
const BATCHES_AT_MOST = 100;
/** A sender of which nothing was heard for so long was cut off with its request. */
const GIVEN_UP_AFTER_MS = seconds(5);

let waiting: Wake[] = [];
let sendingSince = Number.NEGATIVE_INFINITY;

/**
 * Sends a hint to the queue. While one request is sending, the hints of others wait for its next batch, which costs
 * what one message does. A hint that is lost costs a minute, so a queue that refuses them fails nothing.
 */
export async function sendWake(queue: Queue, hint: Wake, log: Log): Promise<void> {
  waiting.push(hint);
  const now = () => systemClock.now().getTime();
  if (now() - sendingSince < GIVEN_UP_AFTER_MS) return;
  try {
    for (let batch = 0; waiting.length > 0 && batch < BATCHES_AT_MOST; batch++) {
      sendingSince = now();
      await queue.sendBatch(waiting.splice(0, HINTS_A_BATCH).map((body) => ({ body })));
    }
  } catch (error) {
    log.error("wake.failed", { waiting: waiting.length, reason: String(error) });
    waiting = [];
  } finally {
    sendingSince = Number.NEGATIVE_INFINITY;
  }
}
