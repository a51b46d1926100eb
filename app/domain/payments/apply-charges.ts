import { sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import { after, days, type Instant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import type { Charge } from "../ports.ts";
import { judgeCharge, type KnownTip, MAY_SUCCEED, type SuspenseReason, type Verdict } from "./rules.ts";

/** Something the rail said about a charge that succeeded, and how we heard of it. */
export interface Finding {
  charge: Charge;
  tip: KnownTip | null;
  /** Kept in the tip's history: `webhook`, `return` or `sweep`. */
  cause: "webhook" | "return" | "sweep";
  /** The inbox row to settle with the same statement. */
  eventId: string | null;
}

export type Application = Verdict["verdict"];

/** Money that cannot be matched to a tenant is Asante's to look after. */
const PLATFORM = "org-platform";
const DUE_IN_MS = days(1);

/**
 * The one completion path: books charges that succeeded, whoever heard of them (webhook, return page, sweeper).
 * Keeps: each tip is counted once, whatever is repeated or reordered; what does not agree goes to suspense with an
 * alert, never away. Moves: tips initiated|pending|failed|abandoned → succeeded. One statement a batch; only tips
 * claimed by their own guarded transition are posted, so a lost race books nothing.
 */
export async function applyCharges(ctx: Ctx, findings: readonly Finding[]): Promise<Application[]> {
  const judged = findings.map((finding) => ({
    finding,
    verdict: judgeCharge(finding.charge, finding.tip, finding.cause === "webhook" ? "webhook" : "lookup"),
  }));
  if (judged.length === 0) return [];
  const at = ctx.clock.now();
  const bookings = judged.flatMap(({ finding, verdict }) =>
    verdict.verdict === "book" ? [toBooking(finding, verdict, at)] : [],
  );
  const suspensions = judged.flatMap(({ finding, verdict }) =>
    verdict.verdict === "suspend" ? [toSuspension(ctx, finding, verdict.reason, at)] : [],
  );
  const events = judged.flatMap(({ finding, verdict }) => (finding.eventId ? [toEvent(finding, verdict)] : []));
  const asked = judged.flatMap(({ finding, verdict }) =>
    verdict.verdict === "ask_rail" && finding.tip ? [finding.tip.id] : [],
  );
  await query(ctx.db, writeAll({ bookings, suspensions, events, asked, at }));
  return judged.map(({ verdict }) => verdict.verdict);
}

function toBooking(finding: Finding, verdict: Verdict & { verdict: "book" }, at: Instant) {
  const { charge, cause } = finding;
  return {
    tip_id: charge.reference,
    rail: charge.rail,
    rail_transaction_id: charge.railTransactionId,
    charged: String(verdict.chargedMinor),
    rail_fee: String(verdict.railFeeMinor),
    channel: charge.channel,
    paid_at: charge.paidAt ?? at,
    cause,
  };
}

/** One suspense posting per rail transaction and claimed amount: an event repeated is one, two amounts are two. */
function toSuspension(ctx: Ctx, { charge, tip }: Finding, reason: SuspenseReason, at: Instant) {
  const { rail, environment, railTransactionId, currency, chargedMinor } = charge;
  const organisationId = tip?.organisationId ?? PLATFORM;
  return {
    posting_id: `suspense:${organisationId}:${rail}:${environment}:${railTransactionId}:${currency}:${chargedMinor}`,
    item_id: newId("rec", at, ctx.randomness),
    alert_id: newId("alt", at, ctx.randomness),
    organisation_id: organisationId,
    rail,
    reason,
    reference: charge.reference.slice(0, 100),
    rail_transaction_id: railTransactionId,
    currency,
    amount: String(chargedMinor),
    expected: tip?.chargeMinor == null ? null : String(tip.chargeMinor),
    event_at: charge.paidAt ?? at,
    due_at: after(at, DUE_IN_MS),
  };
}

/**
 * How the inbox row ends. One to be booked ends only if its own transaction is the one that claimed the tip: had another
 * won the race, the row stays due and is judged again.
 */
function toEvent({ eventId, charge }: Finding, verdict: Verdict) {
  switch (verdict.verdict) {
    case "book":
      return {
        id: eventId,
        status: "applied",
        note: "booked",
        tip_id: charge.reference,
        claim: charge.railTransactionId,
      };
    case "counted_before":
      return { id: eventId, status: "applied", note: "counted before" };
    case "suspend":
      return { id: eventId, status: "suspended", note: verdict.reason };
    case "ask_rail":
      return {
        id: eventId,
        status: "applied",
        note: "names no fee, the rail is asked",
      };
  }
}

interface Writes {
  bookings: object[];
  suspensions: object[];
  events: object[];
  asked: string[];
  at: Instant;
}

function writeAll({ bookings, suspensions, events, asked, at }: Writes) {
  return sql`
    with booking as (
      select * from jsonb_to_recordset(${JSON.stringify(bookings)}::jsonb) as b (tip_id text, rail text,
        rail_transaction_id text, charged bigint, rail_fee bigint, channel text, paid_at timestamptz, cause text)
    ),
    claimed as (
      update tips t set status = 'succeeded', paid_at = b.paid_at, credited_at = ${at}, next_check_at = null
      from booking b
      where t.id = b.tip_id and t.status = any(${sql.param(MAY_SUCCEED)})
      returning t.id, t.organisation_id, t.guard_id, t.currency, t.platform_fee_minor, t.rail_fee_bearer, b.rail,
        b.rail_transaction_id, b.charged, b.rail_fee, b.channel, b.paid_at, b.cause
    ),
    history as (
      insert into tip_history (tip_id, status, cause, at) select id, 'succeeded', cause, ${at} from claimed
    ),
    paid as (
      update payments p set rail_transaction_id = c.rail_transaction_id, charged_minor = c.charged,
        rail_fee_minor = c.rail_fee, channel = c.channel
      from claimed c where p.reference = c.id
    ),
    announced as (
      insert into outbox (organisation_id, event, subject, next_attempt_at)
      select organisation_id, 'tip.paid', id, ${at} from claimed
    ),
    suspension as (
      select distinct on (posting_id) * from jsonb_to_recordset(${JSON.stringify(suspensions)}::jsonb) as s (posting_id text, item_id text,
        alert_id text, organisation_id text, rail text, reason text, reference text, rail_transaction_id text,
        currency text, amount bigint, expected bigint, event_at timestamptz, due_at timestamptz)
    ),
    movement as (
      select c.id || ':' || leg.kind as id, c.id as group_id, c.organisation_id, c.currency, leg.debit, leg.credit,
        leg.amount, leg.kind, c.id as reference, c.paid_at as event_at
      from claimed c
      cross join lateral (values
        ('tip_gross', 'rail_clearing:' || c.rail, 'guard_payable:' || c.guard_id, c.charged),
        ('tip_rail_fee', case c.rail_fee_bearer when 'guard' then 'guard_payable:' || c.guard_id else 'rail_fees' end,
          'rail_clearing:' || c.rail, c.rail_fee),
        ('tip_platform_fee', 'guard_payable:' || c.guard_id, 'fee_income', c.platform_fee_minor)
      ) as leg (kind, debit, credit, amount)
      where leg.amount > 0
      union all
      select posting_id, posting_id, organisation_id, currency, 'rail_clearing:' || rail, 'suspense', amount, 'suspense',
        reference, event_at
      from suspension
    ),
    batch as (
      select array_agg(row(id, group_id, organisation_id, currency, debit, credit, amount, kind, reference, null,
        event_at)::transfer_to_post) as transfers
      from movement
    ),
    posted as (
      select p.id from batch cross join lateral post_transfers(batch.transfers) as p (id)
      where batch.transfers is not null
    ),
    item as (
      insert into reconciliation_items (id, organisation_id, rail, reason, reference, rail_transaction_id, currency,
        amount_minor, expected_minor, opened_at, due_at)
      select s.item_id, s.organisation_id, s.rail, s.reason, s.reference, s.rail_transaction_id, s.currency, s.amount,
        s.expected, ${at}, s.due_at
      from suspension s join posted p on p.id = s.posting_id
    ),
    alerted as (
      insert into alerts (id, kind, subject, detail, raised_at)
      select alert_id, 'suspense.' || reason, posting_id, 'a ' || rail || ' charge went to suspense', ${at}
      from suspension
      on conflict do nothing
    ),
    hurried as (
      update tips set next_check_at = ${at} where id = any(${sql.param(asked)}) and status = any(${sql.param(MAY_SUCCEED)})
    ),
    settled as (
      update rail_events r set status = e.status, note = e.note, settled_at = ${at}, next_check_at = null
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e (id text, status text, note text, tip_id text, claim text)
      where r.id = e.id and r.status in ('received', 'stuck')
        and (e.claim is null or exists (select from claimed c where (c.id, c.rail_transaction_id) = (e.tip_id, e.claim)))
    )
    select (select count(*) from posted) as posted`;
}
