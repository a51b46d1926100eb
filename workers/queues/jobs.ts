import type { Ctx } from "#app/domain/context.ts";
import { applyPrintJobs } from "#app/domain/qr/index.ts";

/**
 * Takes one step of the prints that wait, since a step may use all the time that one invocation has, and asks for the
 * next. What a lost message leaves undone is the sweep's.
 */
export async function consumeJobs(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const steps = await applyPrintJobs(ctx);
  if (steps > 0) await ctx.wake([{ kind: "print_job" }]);
  batch.ackAll();
}
