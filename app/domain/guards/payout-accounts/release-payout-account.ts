import { AppError } from "../../../core/errors.ts";
import type { Ctx } from "../../context.ts";
import { type Decision, releasePayoutAccounts } from "./release-payout-accounts.ts";

/**
 * Approves one request, whatever it is about, as `releasePayoutAccounts` does several. Throws NOT_FOUND for one that is not
 * the organisation's, and as that.
 */
export async function releasePayoutAccount(ctx: Ctx, accountId: string): Promise<Decision> {
  const [decision] = await releasePayoutAccounts(ctx, { accountIds: [accountId], onlySimple: false });
  if (!decision) throw new AppError("NOT_FOUND", "There is no such request, or it is not yours.");
  return decision;
}
