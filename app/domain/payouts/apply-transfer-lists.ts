import { sql } from "drizzle-orm";
import { after, type Instant, minutes, parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { RailName, Transfer } from "../ports.ts";
import { applyAnswersApart } from "./apply-answers-apart.ts";
import { toTold } from "./failures.ts";

/** Fewer are asked about one by one. */
const LEAST_AT_ONCE = 20;
/** Of what is due, looked at to find where most of it was sent. */
const LOOKED_AT = 5_000;
const PAGES_AT_MOST = 3;
/** How far the rail's clock and ours may be apart. */
const CLOCKS_APART_MS = minutes(5);

interface Bunch {
  rail: RailName;
  since: string;
  until: string;
  references: string[];
}

/**
 * When the rail's events are lost, many transfers are due at once: settles those that were sent within the same ten minutes, the
 * largest bunch first, by the rail's own list, a hundred in a call. What the list does not have is asked about by its
 * reference. Moves what applyTransferAnswers moves. Returns how many it had.
 */
export async function applyTransferLists(ctx: Ctx): Promise<number> {
  const [bunch] = await query<Bunch>(
    ctx.db,
    sql`with due as (
        select a.reference, a.payout_id, a.status, a.at from payout_attempts a
        where a.next_check_at <= ${ctx.clock.now()} and a.status in ('sending', 'unknown', 'submitted') and a.via = 'rail'
        limit ${LOOKED_AT}
      )
      select p.rail, to_json(min(d.at)) #>> '{}' as since, to_json(max(d.at)) #>> '{}' as until,
        json_agg(d.reference) as references
      from due d join payouts p on p.id = d.payout_id
      group by p.rail, date_bin('10 minutes', d.at, '2000-01-01Z')
      having count(*) >= ${LEAST_AT_ONCE}
      order by count(*) filter (where d.status <> 'submitted') desc, count(*) desc limit 1`,
  );
  const [since, until] = [parseInstant(bunch?.since), parseInstant(bunch?.until)];
  if (!bunch || !since || !until) return 0;
  const asked = new Set(bunch.references);
  const found = (await listAll(ctx, bunch.rail, since, until)).filter(({ reference }) => asked.has(reference));
  await applyAnswersApart(
    ctx,
    found.map((transfer) => [
      toTold(transfer.reference, { status: "found", transfer }, { httpStatus: 200, tookMs: 0 }),
    ]),
  );
  return found.length;
}

async function listAll(ctx: Ctx, rail: RailName, since: Instant, until: Instant): Promise<Transfer[]> {
  const transfers: Transfer[] = [];
  const window = { from: after(since, -CLOCKS_APART_MS), to: after(until, CLOCKS_APART_MS) };
  for (let page = 1; page <= PAGES_AT_MOST; page++) {
    const list = await ctx.rails[rail].listTransfers({ ...window, page });
    if (list.status !== "found") break;
    transfers.push(...list.transfers);
    if (list.isLast) break;
  }
  return transfers;
}
