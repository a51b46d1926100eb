import { describeFault } from "../../core/errors.ts";
import { type Ctx, isDatabaseDown } from "../context.ts";
import { applyTransferAnswers, type Told } from "./apply-transfer-answers.ts";
import { createPayoutAlerts } from "./create-payout-alerts.ts";
import { lawOf, PASSES_BY_ITSELF } from "./faults.ts";

/**
 * Applies answers so that one which cannot be applied does not stand before the others: together, and should that fail, each
 * group by itself. What still fails is asked about again when its time is up, and people of its organisation are told.
 * Throws only when the database is down.
 */
export async function applyAnswersApart(ctx: Ctx, groups: readonly (readonly Told[])[]): Promise<void> {
  try {
    await applyTransferAnswers(ctx, groups.flat());
    return;
  } catch (error) {
    if (isDatabaseDown(error)) throw error;
    ctx.log.error("transfer_answers.batch_failed", describeFault(error));
  }
  const left: { reference: string; why: string }[] = [];
  for (const answers of groups) {
    const [first] = answers;
    if (!first) continue;
    const { reference } = first;
    try {
      await applyTransferAnswers(ctx, answers);
    } catch (error) {
      if (isDatabaseDown(error)) throw error;
      const fault = describeFault(error);
      ctx.log.error("transfer_answers.not_applied", { reference, ...fault });
      if (!PASSES_BY_ITSELF.test(String(fault["code"]))) left.push({ reference, why: lawOf(fault) });
    }
  }
  if (left.length > 0) await createPayoutAlerts(ctx, left);
}
