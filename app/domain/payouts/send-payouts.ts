import { sql } from "drizzle-orm";
import { after } from "../../core/time.ts";
import { type Ctx, query, transact } from "../context.ts";
import type { RailName } from "../ports.ts";
import { applyAnswersApart } from "./apply-answers-apart.ts";
import { applyRetryLookups } from "./apply-retry-lookups.ts";
import { claimStatement, lockLanes } from "./claim-statement.ts";
import { TOP_UP_MS } from "./rules.ts";

interface Lane {
  rail: RailName;
  currency: string;
  isShort: boolean;
}

interface ClaimedRow {
  reference: string;
  amount_minor: string;
  currency: string;
  recipient_code: string;
  organisation: string;
}

/** What the receiver's bank writes beside the amount. */
const REASON_CHARACTERS = 60;

/**
 * Sends one batch of payouts of the lane whose payouts wait longest, or of the next one when none of those may go: asks again
 * about those that failed before, claims, and only when that is committed calls the rail; whatever it answers, or does not,
 * goes the one completion path. Should this die in between, the claims run out and the rail is asked about the same
 * references. Moves: created → sending, and what applyTransferAnswers moves.
 * Returns how many were sent: none when nothing is due, or the rail wants a pause between batches.
 */
export async function sendPayouts(ctx: Ctx): Promise<number> {
  for (const lane of await findLanes(ctx)) {
    const sent = await sendOf(lane, ctx);
    if (sent > 0) return sent;
  }
  return 0;
}

async function sendOf(lane: Lane, ctx: Ctx): Promise<number> {
  const rail = ctx.rails[lane.rail];
  const fundsMinor = lane.isShort ? await findFunds(ctx, lane) : null;
  if (lane.isShort && fundsMinor === null) return 0;
  const { size, everyMs } = rail.transferBatch;
  const mayFollow = await applyRetryLookups(ctx, lane);
  // The rail was asked meanwhile, and a claim runs out by the time at which it was made.
  const at = ctx.clock.now();
  const claim = claimStatement({ rail: lane.rail, currency: lane.currency, size, everyMs, fundsMinor, mayFollow, at });
  const [, result] = await transact(ctx, [ctx.db.execute(lockLanes(lane.rail)), ctx.db.execute(claim)]);
  const claimed = (result?.rows ?? []) as unknown as ClaimedRow[];
  if (lane.isShort) await releaseOrRest(ctx, lane, claimed.length);
  if (claimed.length === 0) return 0;
  const { answers, ...trace } = await rail.sendTransfers(
    claimed.map((row) => ({
      reference: row.reference,
      recipientCode: row.recipient_code,
      amountMinor: BigInt(row.amount_minor),
      currency: row.currency,
      reason: `Tips, ${row.organisation}`.slice(0, REASON_CHARACTERS),
    })),
  );
  await applyAnswersApart(
    ctx,
    claimed.map(({ reference }, index) => {
      const answer = answers[index] ?? { status: "unknown", reason: "no_answer" };
      return [{ reference, answer, source: "call", trace, eventId: null }];
    }),
  );
  return claimed.length;
}

/** The lanes that may send now, first the one whose payouts wait longest: a currency each, so they are few. */
async function findLanes(ctx: Ctx): Promise<Lane[]> {
  const at = ctx.clock.now();
  return query<Lane>(
    ctx.db,
    sql`select l.rail, l.currency, l.paused_reason is not null as "isShort"
      from payout_lanes l
      cross join lateral (
        select p.created_at from payouts p
        where (p.rail, p.currency) = (l.rail, l.currency) and p.status = 'created' and p.next_send_at <= ${at}
          and (p.approval_reason is null or p.approved_by is not null)
        order by p.created_at limit 1
      ) oldest
      where (l.paused_reason is null or (l.paused_reason = 'insufficient_balance' and l.retry_at <= ${at}))
        and not exists (select from payout_lanes other where other.rail = l.rail and other.next_batch_at > now())
      order by oldest.created_at`,
  );
}

/** What the rail holds for a lane that ran dry; null when it does not say, and then the lane rests. */
async function findFunds(ctx: Ctx, lane: Lane): Promise<bigint | null> {
  const lookup = await ctx.rails[lane.rail].findBalances();
  const minor = lookup.status === "found" ? (lookup.balances.get(lane.currency) ?? 0n) : null;
  if (minor === null) await releaseOrRest(ctx, lane, 0);
  return minor;
}

/** A lane that ran dry is free again once nothing waits; until then its balance is asked for before each batch. */
async function releaseOrRest(ctx: Ctx, { rail, currency }: Lane, sent: number): Promise<void> {
  const at = ctx.clock.now();
  const rest = sql`${sent === 0} or exists (
    select from payouts p
    where p.rail = l.rail and p.currency = l.currency and p.status = 'created' and p.next_send_at <= ${at}
  )`;
  await query(
    ctx.db,
    sql`update payout_lanes l set paused_reason = case when ${rest} then l.paused_reason end,
        paused_at = case when ${rest} then l.paused_at end,
        retry_at = case when ${rest} then ${sent > 0 ? at : after(at, TOP_UP_MS)}::timestamptz end
      where l.rail = ${rail} and l.currency = ${currency} and l.paused_reason = 'insufficient_balance'`,
  );
}
