import { AppError, describeFault } from "../../../core/errors.ts";
import { days, type Instant, minutes, parseInstant } from "../../../core/time.ts";
import type { Ctx } from "../../context.ts";
import { getOrganisation } from "../../organisations/index.ts";
import { requireStaff } from "../../permissions.ts";
import type { Destination, Rail } from "../../ports.ts";

const FRESH_MS = days(1);
/** A rail that was down is not asked by every page that wants the list. */
const RETRY_MS = minutes(1);

interface Copy {
  at: Instant;
  destinations: readonly Destination[];
}

/** Each isolate's own copies, of each rail it has, by country. */
const kept = new WeakMap<Rail, Map<string, Copy & { askAgainAt: number }>>();

/**
 * The banks and wallets that can be paid in the organisation's country, from a copy that is at most a day old: the
 * isolate's, else object storage's. When the rail is down the last copy counts, however old. Throws FORBIDDEN, and
 * RAIL_UNAVAILABLE when there has never been one.
 */
export async function listDestinations(ctx: Ctx): Promise<readonly Destination[]> {
  requireStaff(ctx.actor, "payout-accounts.read", ctx.clock.now());
  const { country } = await getOrganisation(ctx);
  const rail = ctx.rails.paystack;
  const copies = kept.get(rail) ?? new Map<string, Copy & { askAgainAt: number }>();
  kept.set(rail, copies);
  const now = ctx.clock.now().getTime();
  const own = copies.get(country);
  if (own && now < own.askAgainAt) return own.destinations;

  const stored = await readCopy(ctx, country);
  const isFresh = stored !== null && now - stored.at.getTime() < FRESH_MS;
  const asked = isFresh ? stored : await askRail(ctx, country);
  const copy = asked ?? stored ?? own;
  if (!copy)
    throw new AppError("RAIL_UNAVAILABLE", "The list of banks cannot be had right now. Try again in a minute.");
  copies.set(country, { ...copy, askAgainAt: asked ? copy.at.getTime() + FRESH_MS : now + RETRY_MS });
  return copy.destinations;
}

async function askRail(ctx: Ctx, country: string): Promise<Copy | null> {
  const answer = await ctx.rails.paystack.listDestinations(country);
  if (answer.status === "unknown") {
    ctx.log.info("destinations.not_listed", { country, reason: answer.reason });
    return null;
  }
  const all = answer.status === "found" ? answer.destinations : [];
  const copy = { at: ctx.clock.now(), destinations: all.filter(({ supportsTransfer }) => supportsTransfer) };
  ctx.afterwards(ctx.files.put(keyOf(ctx.rails.paystack, country), JSON.stringify(copy)));
  return copy;
}

/** Storage that is down has no copy. */
async function readCopy(ctx: Ctx, country: string): Promise<Copy | null> {
  try {
    const file = await ctx.files.get(keyOf(ctx.rails.paystack, country));
    if (!file) return null;
    const { at, destinations } = (await file.json()) as { at: unknown; destinations: readonly Destination[] };
    const instant = parseInstant(at);
    return instant && { at: instant, destinations };
  } catch (error) {
    ctx.log.info("destinations.copy_unread", describeFault(error));
    return null;
  }
}

function keyOf({ name, environment }: Rail, country: string): string {
  return `rails/${name}/${environment}/destinations/${country}.json`;
}
