import { sql } from "drizzle-orm";
import { auditInsert } from "../../audit/index.ts";
import { type Ctx, query } from "../../context.ts";
import { parseInput } from "../../parsing.ts";
import { requireStaff } from "../../permissions.ts";
import { type PayoutAccountForm, payoutAccountForm } from "../input.ts";
import { enquire, type FieldRefusal, type HolderFound } from "./enquiry.ts";
import { readGuard } from "./guard-basis.ts";
import { listDestinations } from "./list-destinations.ts";
import { MATCH_PERCENT } from "./rules.ts";

export type AccountNameOutcome =
  | (Pick<HolderFound, "status" | "holderName" | "nameCheck" | "percent"> & {
      destinationName: string;
      isMatch: boolean;
    })
  | FieldRefusal
  | { status: "later" }
  | { status: "unknown" };

/**
 * Asks the rail whose account it is, before anything is saved, and compares the name with the guard's. Who asked is
 * recorded: a name is personal, and a rail that tells names is an oracle. Throws FORBIDDEN, NOT_FOUND, INVALID_INPUT,
 * RATE_LIMITED, RAIL_UNAVAILABLE.
 */
export async function findAccountName(
  ctx: Ctx,
  guardId: string,
  input: PayoutAccountForm,
): Promise<AccountNameOutcome> {
  const actor = requireStaff(ctx.actor, "payout-accounts.request", ctx.clock.now());
  const form = parseInput(payoutAccountForm, input);
  const { organisationId } = actor;
  const [guard, destinations] = await Promise.all([readGuard(organisationId, guardId, ctx), listDestinations(ctx)]);
  const outcome = await enquire({ form, guard, destinations }, actor, ctx);
  if (outcome.status !== "found") return outcome;
  const { destination, number, holderName, nameCheck, percent } = outcome;
  const after = { destination: destination.name, number: `••${number.slice(-4)}`, nameCheck, percent };
  const entry = { organisationId, action: "payout_account.name_asked", subject: guardId, after };
  await query(ctx.db, auditInsert(entry, ctx, sql`(select) as asked`));
  const isMatch = percent >= MATCH_PERCENT;
  return { status: "found", holderName, nameCheck, percent, isMatch, destinationName: destination.name };
}
