import { sql } from "drizzle-orm";
import { newId } from "../../../core/ids.ts";
import { after, days } from "../../../core/time.ts";
import { type Ctx, query } from "../../context.ts";
import type { RailName, RailRefund } from "../../ports.ts";
import { applyRefundMoves } from "./apply-refund-moves.ts";
import { afterLookup, afterNoAnswer, readSent, SENT_COLUMNS, type SentRow } from "./moving.ts";
import { AT_THE_RAIL, judgeLookup } from "./rules.ts";

interface Paid {
  tip_id: string;
  organisation_id: string;
  rail: RailName;
  rail_transaction_id: string;
  currency: string;
  charged_minor: string;
  /** The rail's numbers of refunds of ours. */
  known: string[];
  /** What was given back by disputes: a rail may list that among the refunds as well. */
  lost: string[];
}

interface Stranger {
  paid: Paid;
  refund: RailRefund;
}

/**
 * Asks the rail for all refunds of these tips and writes how ours stand. The list is the judge: events of refunds mostly name
 * no refund, and come in any order. A refund that the rail has and we have not is recorded for reconciliation, once, and
 * booked by nobody here. Gives the tips that the rail gave an answer for.
 */
export async function applyRefundLookups(ctx: Ctx, tipIds: readonly string[], cause: string): Promise<Set<string>> {
  const ids = sql.param([...new Set(tipIds)]);
  const [paid, sent] = await Promise.all([
    query<Paid>(
      ctx.systemDb,
      sql`select p.tip_id, p.organisation_id, p.rail, p.rail_transaction_id, p.currency, p.charged_minor::text,
          array(select rail_refund_id from refunds where tip_id = p.tip_id and rail_refund_id is not null) as known,
          array(select amount_minor::text from disputes where tip_id = p.tip_id and status = 'lost') as lost
        from payments p where p.tip_id = any(${ids}) and p.rail_transaction_id is not null`,
    ),
    query<SentRow>(
      ctx.systemDb,
      sql`select ${sql.raw(SENT_COLUMNS)} from refunds r
        where r.tip_id = any(${ids}) and r.status = any(${sql.param(AT_THE_RAIL)}) order by r.created_at, r.id`,
    ),
  ]);
  const lists = await Promise.all(paid.map((one) => ctx.rails[one.rail].findRefunds(one.rail_transaction_id)));
  const writing = { at: ctx.clock.now(), randomness: ctx.randomness };
  const answered = new Set<string>();
  const strangers: Stranger[] = [];
  const moves = paid.flatMap((one, i) => {
    const list = lists[i];
    const ours = sent.filter(({ tip_id }) => tip_id === one.tip_id);
    if (list?.status !== "found") return ours.map((row) => afterNoAnswer(row, writing));
    answered.add(one.tip_id);
    const taken = new Set(one.known);
    const steps = ours.map((row) => {
      const verdict = judgeLookup(readSent(row), list.refunds, taken, writing.at);
      if (verdict.verdict === "found") taken.add(verdict.refund.railRefundId);
      return afterLookup(row, verdict, cause, writing);
    });
    strangers.push(...strangersAmong(list.refunds, taken, one).map((refund) => ({ paid: one, refund })));
    return steps;
  });
  await applyRefundMoves(ctx, moves);
  if (strangers.length > 0) await recordStrangers(ctx, strangers);
  return answered;
}

/** A lost dispute may be listed as a refund too (UNCONFIRMED): one of its amount is taken for it. */
function strangersAmong(listed: readonly RailRefund[], taken: ReadonlySet<string>, { lost }: Paid): RailRefund[] {
  const explained = [...lost];
  return listed.filter(({ railRefundId, status, amountMinor }) => {
    if (taken.has(railRefundId) || status === "failed") return false;
    const place = explained.indexOf(String(amountMinor));
    if (place < 0) return true;
    explained.splice(place, 1);
    return false;
  });
}

/** Money that left without us: an item with an owner and a clock, and an alert, once a refund. */
async function recordStrangers(ctx: Ctx, strangers: readonly Stranger[]): Promise<void> {
  const at = ctx.clock.now();
  const rows = strangers.map(({ paid, refund }) => ({
    item_id: newId("rec", at, ctx.randomness),
    alert_id: newId("alt", at, ctx.randomness),
    organisation_id: paid.organisation_id,
    rail: paid.rail,
    tip_id: paid.tip_id,
    rail_refund_id: refund.railRefundId,
    currency: refund.currency,
    amount: String(refund.amountMinor),
  }));
  await query(
    ctx.systemDb,
    sql`with stranger as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (item_id text, alert_id text,
          organisation_id text, rail text, tip_id text, rail_refund_id text, currency text, amount bigint)
      ),
      alerted as (
        insert into alerts (id, organisation_id, kind, subject, detail, raised_at)
        select alert_id, organisation_id, 'refund.not_ours', rail || ':' || rail_refund_id,
          'the rail made a refund that nobody asked for here', ${at}
        from stranger on conflict do nothing returning id
      )
      insert into reconciliation_items (id, organisation_id, rail, reason, reference, rail_transaction_id, currency,
        amount_minor, expected_minor, is_held, opened_at, due_at)
      select item_id, organisation_id, rail, 'refund_not_ours', tip_id, rail_refund_id, currency, amount, 0, false, ${at},
        ${after(at, days(1))}::timestamptz
      from stranger s where exists (select from alerted a where a.id = s.alert_id)`,
  );
}
