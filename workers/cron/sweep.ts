import type { Ctx } from "#app/domain/context.ts";
import { applyDueEvents, applyDueLookups, applySpool } from "#app/domain/payments/index.ts";
import { deliverOutbox } from "../queues/subscriptions.ts";

/** A run must end well before the next begins, and within a Worker's limit of subrequests. */
const BATCHES_AT_MOST = 40;

/** Every minute: finishes whatever wake-ups, requests and webhooks left undone. Spooled tips come before their events. */
export async function sweep(ctx: Ctx): Promise<void> {
  for (const part of [applySpool, applyDueEvents, applyDueLookups, deliverOutbox]) {
    for (let batch = 0; batch < BATCHES_AT_MOST && (await part(ctx)) > 0; batch++);
  }
}
