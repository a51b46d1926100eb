import { describeFault } from "#app/core/errors.ts";
import type { Ctx } from "#app/domain/context.ts";
import { applyHeldPayoutAccounts } from "#app/domain/guards/index.ts";
import { sendMessages } from "#app/domain/messages/index.ts";
import {
  applyDueDisputes,
  applyDueEvents,
  applyDueLookups,
  applyDueRefunds,
  applySpool,
  createDeadlineAlerts,
  sendDisputeAnswers,
  sendRefunds,
} from "#app/domain/payments/index.ts";
import {
  applyDueTransferEvents,
  applyPayoutFindings,
  archivePayoutFiles,
  settleGuards,
  voidUnusablePayouts,
} from "#app/domain/payouts/index.ts";
import { applyPrintJobs, deliverSnapshots } from "#app/domain/qr/index.ts";
import { askRails, sendWaiting } from "../queues/payouts.ts";
import { deliverOutbox } from "../queues/subscriptions.ts";

/**
 * What is left undone, in the order in which it must be finished, and how many batches a run may take: together they stay
 * below the 1,000 subrequests of one invocation (a batch of the spool reads 100 objects) and well within a minute.
 */
const PARTS: readonly [work: (ctx: Ctx) => Promise<number>, batches: number][] = [
  [applySpool, 5],
  [applyDueEvents, 25],
  [applyDueLookups, 20],
  [sendRefunds, 4],
  [applyDueRefunds, 4],
  [sendDisputeAnswers, 3],
  [applyDueDisputes, 2],
  [createDeadlineAlerts, 1],
  [applyDueTransferEvents, 10],
  [applyPayoutFindings, 2],
  [askRails, 1],
  [voidUnusablePayouts, 2],
  [settleGuards, 20],
  [sendWaiting, 1],
  [deliverOutbox, 10],
  [deliverSnapshots, 1],
  [applyHeldPayoutAccounts, 5],
  [sendMessages, 8],
  [archivePayoutFiles, 2],
  // Last, as a step takes seconds of processor time.
  [applyPrintJobs, 1],
];

/**
 * Every minute: finishes whatever wake-ups, requests and webhooks left undone. Spooled tips come before their events.
 * A part that fails does not keep the others from their work; the run then ends as failed.
 */
export async function sweep(ctx: Ctx): Promise<void> {
  const faults: unknown[] = [];
  for (const [work, batches] of PARTS) {
    try {
      for (let batch = 0; batch < batches && (await work(ctx)) > 0; batch++);
    } catch (error) {
      ctx.log.error("sweep.part_failed", { part: work.name, ...describeFault(error) });
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}
