import { sql } from "drizzle-orm";
import { after, type Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { RailName } from "../ports.ts";
import { applyAnswersApart } from "./apply-answers-apart.ts";
import type { Told } from "./apply-transfer-answers.ts";
import { maySend } from "./claim-statement.ts";
import { askWhetherFailed, type Failure, failuresOf, toTold } from "./failures.ts";
import { type AttemptStatus, CLAIM_MS, DOUBT_MS, RESEND_AFTER_MS } from "./rules.ts";

/** A Worker has six connections at once, and the rail limits how often it may be asked. */
const BATCH_SIZE = 5;

interface Due {
  reference: string;
  rail: RailName;
  status: AttemptStatus;
  amount_minor: string;
  currency: string;
  recipient_code: string;
  organisation: string;
  /** The last call was long enough ago, and the payout may go to the rail at all. */
  may_resend: boolean;
  /** The payout's earlier references. */
  failures: Failure[];
}

/**
 * Asks the rail about transfers that are due: without an answer, not yet final, or without their fee. One that the rail does
 * not know, some time after a call that was not answered, is sent again under the same reference, never another; that is no
 * proof that it does not exist, so a refusal then proves nothing either. Moves what applyTransferAnswers moves.
 * Returns how many were due.
 */
export async function applyDueTransferLookups(ctx: Ctx): Promise<number> {
  const at = ctx.clock.now();
  const due = await takeDue(ctx, at);
  const told = await Promise.all(due.map((one) => ask(ctx, one)));
  await applyAnswersApart(ctx, told);
  return due.length;
}

/**
 * Takes what is due for the time of a call, what is in doubt first and what wants only its fee last, so that two sweeps at
 * once do not ask twice; says what is in doubt for long.
 */
function takeDue(ctx: Ctx, at: Instant): Promise<Due[]> {
  const isOld = sql`a.at <= ${after(at, -RESEND_AFTER_MS)}::timestamptz`;
  return query<Due>(
    ctx.db,
    sql`with due as (
        select d.reference
        from (values ('unknown', 1), ('sending', 1), ('submitted', 2), ('held_back', 2), ('failed', 2), ('reversed', 3),
          ('succeeded', 3)) as s (status, turn)
        cross join lateral (
          select a.reference, a.next_check_at from payout_attempts a
          where a.status = s.status and a.next_check_at <= ${at}
          order by a.next_check_at limit ${BATCH_SIZE} for update skip locked
        ) d
        order by s.turn, d.next_check_at limit ${BATCH_SIZE}
      ),
      taken as (
        update payout_attempts a set next_check_at = ${after(at, CLAIM_MS)} from due where a.reference = due.reference
        returning a.reference, a.payout_id, a.status, a.at
      ),
      alerted as (
        insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        select 'alt-doubt-' || a.reference, p.organisation_id, 'payout.in_doubt', a.reference,
          'the rail has given no conclusive answer for a day: ask it, and write down on the payout what it said', ${at}
        from taken a join payouts p on p.id = a.payout_id
        where a.status in ('sending', 'unknown', 'submitted') and p.sent_at <= ${after(at, -DOUBT_MS)}::timestamptz
        on conflict do nothing
      )
      select a.reference, p.rail, a.status, p.amount_minor, p.currency, account.recipient_code, o.name as organisation,
        ${isOld} and ${maySend(at)} and not exists (
          select from payout_lanes l where (l.rail, l.currency) = (p.rail, p.currency) and l.paused_reason is not null
        )
        -- Somebody has asked the rail, and says what it said.
        and not exists (select from payout_findings f where f.reference = a.reference and f.status <> 'withdrawn') as may_resend, ${failuresOf(sql`p.id`)} as failures
      from taken a
      join payouts p on p.id = a.payout_id
      join payout_accounts account on account.id = p.payout_account_id
      join organisations o on o.id = p.organisation_id`,
  );
}

/**
 * Verify first; what is not there is sent again, unless an earlier reference turns out to be no failure. All answers are told,
 * in the order in which they were given.
 */
async function ask(ctx: Ctx, one: Due): Promise<Told[]> {
  const rail = ctx.rails[one.rail];
  const { reference } = one;
  const found = await rail.findTransfer(reference);
  const told: Told[] = [toTold(reference, found, found)];
  const isLost = one.status === "sending" || one.status === "unknown";
  if (found.status !== "not_found" || !isLost || !one.may_resend) return told;
  const earlier = await askWhetherFailed(rail, one.failures);
  if (!earlier.haveFailed) return [...told, ...earlier.told];
  const { answers, ...trace } = await rail.sendTransfers([
    {
      reference,
      recipientCode: one.recipient_code,
      amountMinor: BigInt(one.amount_minor),
      currency: one.currency,
      reason: `Tips, ${one.organisation}`.slice(0, 60),
    },
  ]);
  return answers[0] ? [...told, toTold(reference, answers[0], trace)] : told;
}
