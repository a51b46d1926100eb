import { sql } from "drizzle-orm";
import { after, hours, minutes } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { RailName } from "../ports.ts";
import { applyAnswersApart } from "./apply-answers-apart.ts";
import { maySend } from "./claim-statement.ts";
import { askWhetherFailed, type Failure, failuresOf } from "./failures.ts";

/** Payouts that one batch may send again, and how many of them are asked about at once: a Worker has six connections. */
const BATCH_SIZE = 20;
const AT_ONCE = 5;
/** When a payout is looked at again whose earlier reference no longer is a failure, or about which the rail said nothing. */
const AGAIN_MS = minutes(5);
/** One that could not be sent again for so long is shown to a person; the longest wait for a next reference is a day. */
const STUCK_MS = hours(48);

/**
 * Before payouts are sent again: asks the rail once more about every reference of theirs that failed. One that it has paid
 * meanwhile, or says nothing conclusive about, gets no next reference now. Moves what applyTransferAnswers moves.
 * Returns the payouts whose failures the rail has just confirmed.
 */
export async function applyRetryLookups(
  ctx: Ctx,
  { rail, currency }: { rail: RailName; currency: string },
): Promise<string[]> {
  const at = ctx.clock.now();
  const due = await query<{ id: string; failures: Failure[] }>(
    ctx.db,
    sql`select p.id, ${failuresOf(sql`p.id`)} as failures from payouts p
      where p.rail = ${rail} and p.currency = ${currency} and p.status = 'created' and p.next_send_at <= ${at}
        and p.attempts > 0 and ${maySend(at)}
        and exists (select from payout_attempts f where f.payout_id = p.id and f.status = 'failed')
      order by p.created_at, p.id limit ${BATCH_SIZE}`,
  );
  const asked: { id: string; haveFailed: boolean }[] = [];
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const some = due.slice(from, from + AT_ONCE);
    const answers = await Promise.all(some.map(({ failures }) => askWhetherFailed(ctx.rails[rail], failures)));
    asked.push(...some.map(({ id }, index) => ({ id, haveFailed: answers[index]?.haveFailed ?? false })));
    await applyAnswersApart(
      ctx,
      answers.map(({ told }) => told),
    );
  }
  const others = asked.filter(({ haveFailed }) => !haveFailed).map(({ id }) => id);
  if (others.length > 0) await postpone(ctx, others);
  return asked.filter(({ haveFailed }) => haveFailed).map(({ id }) => id);
}

/** Of those that were paid after all none waits any more; the others stand behind those that may be sent. */
async function postpone(ctx: Ctx, payoutIds: readonly string[]): Promise<void> {
  const at = ctx.clock.now();
  await query(
    ctx.db,
    sql`with postponed as (
        update payouts set next_send_at = ${after(at, AGAIN_MS)}::timestamptz
        where id = any(${sql.param(payoutIds)}::text[]) and status = 'created' and next_send_at <= ${at}
        returning id, organisation_id, sent_at
      )
      insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
      select 'alt-retry-' || id, organisation_id, 'payout.in_doubt', id,
        'the rail does not confirm that its last transfer failed, so it is not sent again', ${at}
      from postponed where sent_at <= ${after(at, -STUCK_MS)}::timestamptz
      on conflict do nothing`,
  );
}
