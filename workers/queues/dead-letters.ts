import type { Ctx } from "#app/domain/context.ts";
import { createDeadLetters } from "#app/domain/payments/index.ts";

/** Keeps what exhausted its retries. Until it is kept, it is not acknowledged. */
export async function consumeDeadLetters(ctx: Ctx, batch: MessageBatch): Promise<void> {
  await createDeadLetters(
    ctx,
    batch.queue,
    batch.messages.map((message) => message.body),
  );
  batch.ackAll();
}
