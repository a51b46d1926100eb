import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../core/time.ts";
import { accounts, postTransfers } from "../ledger/index.ts";
import { MAY_SUCCEED } from "./rules.ts";

/** What one batch of findings writes, as rows for jsonb_to_recordset. Amounts are strings of minor units. */
export interface ChargeWrites {
  bookings: object[];
  suspensions: object[];
  events: object[];
  /** Tips about which the rail must be asked, at once. */
  asked: string[];
  at: Instant;
}

/**
 * The one statement that books a batch: the guarded claim feeds everything after it, so what was not claimed is neither
 * posted, nor announced, nor settled.
 */
export function chargeStatement({ bookings, suspensions, events, asked, at }: ChargeWrites): SQL {
  return sql`
    with ${lockTips(bookings, asked)},
    ${claimTips(at)},
    ${readSuspensions(suspensions)},
    ${moveMoney()},
    ${postTransfers(sql`movement`)},
    ${openItems(at)},
    hurried as (
      update tips set next_check_at = ${at} where id = any(${sql.param(asked)}) and status = any(${sql.param(MAY_SUCCEED)})
    ),
    ${settleEvents(events, at)}
    select (select count(*) from posted) as posted`;
}

/** Tips are locked in one order, before any account is: two batches that share tips wait for each other, once. */
function lockTips(bookings: object[], asked: readonly string[]): SQL {
  return sql`
    booking as (
      select * from jsonb_to_recordset(${JSON.stringify(bookings)}::jsonb) as b (tip_id text, rail text,
        rail_transaction_id text, charged bigint, rail_fee bigint, channel text, paid_at timestamptz, cause text)
    ),
    locked as materialized (
      select id from tips
      where id in (select tip_id from booking union all select unnest(${sql.param(asked)}::text[]))
      order by id for no key update
    )`;
}

function claimTips(at: Instant): SQL {
  return sql`
    claimed as (
      update tips t set status = 'succeeded', paid_at = b.paid_at, credited_at = ${at}, next_check_at = null
      from booking b join locked on locked.id = b.tip_id
      where t.id = b.tip_id and t.status = any(${sql.param(MAY_SUCCEED)})
      returning t.id, t.organisation_id, t.guard_id, t.currency, t.platform_fee_minor, t.rail_fee_bearer,
        t.policy_version, b.rail, b.rail_transaction_id, b.charged, b.rail_fee, b.channel, b.paid_at, b.cause
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
    )`;
}

function readSuspensions(suspensions: object[]): SQL {
  return sql`
    suspension as (
      select distinct on (posting_id) * from jsonb_to_recordset(${JSON.stringify(suspensions)}::jsonb) as s (posting_id text, item_id text,
        alert_id text, organisation_id text, rail text, reason text, reference text, rail_transaction_id text,
        currency text, amount bigint, expected bigint, event_at timestamptz, due_at timestamptz)
    )`;
}

/** What of the platform's fee the tip's own policy keeps for refunds, rounded down; the policy is only read where there is a fee. */
const reserveShare = sql`case when c.platform_fee_minor > 0 then c.platform_fee_minor * coalesce((
  select reserve_bps from organisation_policies where (organisation_id, version) = (c.organisation_id, c.policy_version)
), 0) / 10000 else 0 end`;

/** The postings of money.md §1: gross, rail fee, platform fee and reserve of each claimed tip, and clearing → suspense. */
function moveMoney(): SQL {
  const clearing = accounts.railClearing(sql`c.rail`);
  const guard = accounts.guardPayable(sql`c.guard_id`);
  return sql`
    movement as (
      select c.id || ':' || leg.kind as id, c.id as group_id, c.organisation_id, c.currency, leg.debit, leg.credit,
        leg.amount, leg.kind, c.id as reference, null as corrects, c.paid_at as event_at
      from claimed c
      cross join lateral (values
        ('tip_gross', ${clearing}, ${guard}, c.charged),
        ('tip_rail_fee', case c.rail_fee_bearer when 'guard' then ${guard} else ${accounts.railFees} end, ${clearing},
          c.rail_fee),
        ('tip_platform_fee', ${guard}, ${accounts.feeIncome}, c.platform_fee_minor),
        ('tip_reserve', ${accounts.feeIncome}, ${accounts.refundReserve}, ${reserveShare})
      ) as leg (kind, debit, credit, amount)
      where leg.amount > 0
      union all
      select posting_id, posting_id, organisation_id, currency, ${accounts.railClearing(sql`rail`)},
        ${accounts.suspense}, amount, 'suspense', reference, null, event_at
      from suspension
    )`;
}

/** One item and one alert for each amount that went to suspense just now. */
function openItems(at: Instant): SQL {
  return sql`
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
    )`;
}

function settleEvents(events: object[], at: Instant): SQL {
  return sql`
    settled as (
      update rail_events r set status = e.status, note = e.note, next_check_at = e.again_at, attempts = r.attempts + 1,
        settled_at = case when e.again_at is null then ${at}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e (id text, status text, note text, tip_id text,
        claim text, again_at timestamptz)
      where r.id = e.id and r.status in ('received', 'stuck')
        and (e.claim is null or exists (select from claimed c where (c.id, c.rail_transaction_id) = (e.tip_id, e.claim)))
    )`;
}
