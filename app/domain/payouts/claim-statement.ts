import { type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../../core/time.ts";
import { CLAIM_MS } from "./rules.ts";
import { isStopped, isUsable } from "./usable.ts";

const PLATFORM = "org-platform";

export interface Claim {
  rail: string;
  currency: string;
  size: number;
  everyMs: number;
  /** What can be sent, when the balance was not enough before; null: all of it, as far as is known. */
  fundsMinor: bigint | null;
  /** Payouts of whose earlier references the rail has just said that they failed; no other one is sent again. */
  mayFollow: readonly string[];
  at: Instant;
}

/**
 * Whether `p` of payouts may go to the rail now, whatever the caps: approved, wanted, not paid under another reference, and to
 * an account that is still in use.
 */
export function maySend(at: Instant): SQL {
  return sql`(p.approval_reason is null or p.approved_by is not null)
    and not ${isStopped(sql`p.organisation_id`, sql`p.currency`)}
    and not exists (select from payout_attempts s where s.payout_id = p.id and s.status = 'succeeded')
    and exists (
      select from payout_accounts account where account.id = p.payout_account_id and ${isUsable(sql`account`, at)}
    )`;
}

/** Claims take turns at a rail, so that caps and the pace of batches are counted exactly. */
export function lockLanes(rail: string): SQL {
  return sql`select from payout_lanes where rail = ${rail} order by currency for no key update`;
}

/**
 * Claims the oldest payouts that may go and that fit under the caps and the funds: compare-and-set to `sending`, with the
 * attempt's row, before anything is sent. A reference that was held back is used again; otherwise the next one.
 * The pace of batches is kept by the database's clock, since a cron's own stands still.
 */
export function claimStatement(claim: Claim): SQL {
  const { at, rail, currency } = claim;
  const until = after(at, CLAIM_MS);
  return sql`
    with ${choose(claim)},
    claimed as (
      update payouts p set status = 'sending', claimed_until = ${until}, next_send_at = null, sent_at = ${at},
        moves = p.moves + 1, attempts = p.attempts + case when held.reference is null then 1 else 0 end
      from chosen c
      left join payout_attempts held on held.payout_id = c.id and held.number = c.attempts and held.status = 'held_back'
      where p.id = c.id and p.status = 'created'
      returning p.id, p.organisation_id, p.attempts, p.moves, p.amount_minor, p.currency, p.payout_account_id, p.created_at,
        p.id || '-' || p.attempts as reference
    ),
    attempted as (
      insert into payout_attempts (reference, organisation_id, payout_id, number, status, at, next_check_at)
      select reference, organisation_id, id, attempts, 'sending', ${at}, ${until} from claimed
      on conflict (reference) do update
        set status = 'sending', calls = payout_attempts.calls + 1, at = excluded.at, next_check_at = excluded.next_check_at
    ),
    history as (
      insert into payout_history (organisation_id, payout_id, number, status, cause, at)
      select organisation_id, id, moves, 'sending', attempts || ':send', ${at} from claimed
    ),
    paced as (
      update payout_lanes set next_batch_at = now() + make_interval(secs => ${claim.everyMs / 1_000})
      where rail = ${rail} and currency = ${currency} and (select count(*) from claimed) > 1
    )
    select c.reference, c.amount_minor, c.currency, account.recipient_code, o.name as organisation
    from claimed c
    join payout_accounts account on account.id = c.payout_account_id
    join organisations o on o.id = c.organisation_id
    order by c.created_at, c.id`;
}

/**
 * What the caps still leave today: `room` (id, own) for each organisation of `due`, and `everybody` (minor); null: no cap.
 * What a file took counts as what the rail was given. Exact under the lanes' lock.
 */
export function roomUnderCaps(currency: string, at: Instant): SQL {
  const sentToday = (organisation: SQL, zone: SQL) => sql`coalesce((
      select sum(s.amount_minor) from payouts s
      where ${organisation} and s.currency = ${currency}
        and s.status in ('sending', 'submitted', 'unknown', 'exported', 'paid')
        and s.sent_at >= date_trunc('day', ${at}::timestamptz at time zone ${zone}) at time zone ${zone}
    ), 0)`;
  return sql`
    room as materialized (
      select c.daily_cap_minor - ${sentToday(sql`s.organisation_id = o.id`, sql`o.time_zone`)} as own, o.id
      from (select distinct organisation_id from due) d
      join organisations o on o.id = d.organisation_id
      left join payout_controls c on c.organisation_id = o.id and c.currency = ${currency}
    ),
    everybody as materialized (
      select c.daily_cap_minor - ${sentToday(sql`true`, sql`'UTC'`)} as minor
      from payout_controls c where c.organisation_id = ${PLATFORM} and c.currency = ${currency}
    )`;
}

/**
 * The oldest that may go: of each organisation a batch's worth, so that one whose payouts cannot go stands before nobody; of
 * those what fits under its own cap, then under everybody's; and when funds are short strictly the oldest of those, since
 * smaller ones would overtake a large one for ever. The first decides whether this is a batch or one that is sent by itself.
 */
function choose({ rail, currency, size, fundsMinor, mayFollow, at }: Claim): SQL {
  const funds = fundsMinor === null ? sql`null::bigint` : sql`${String(fundsMinor)}::bigint`;
  return sql`
    due as materialized (
      select p.*
      from organisations o
      cross join lateral (
        select p.id, p.organisation_id, p.amount_minor, p.attempts, p.sent_alone, p.created_at,
          p.amount_minor + coalesce(p.estimated_fee_minor, 0) as cost
        from payouts p
        where p.organisation_id = o.id and p.rail = ${rail} and p.currency = ${currency} and p.status = 'created'
          and p.next_send_at <= ${at} and ${maySend(at)} and (p.attempts = 0 or ${hasNothingOpen(mayFollow)})
          and ${isWithinWholeCaps()}
        order by p.created_at, p.id limit ${size}
      ) p
      where not ${isStopped(sql`o.id`, sql`${currency}`)} and not exists (
        select from payout_lanes l where l.rail = ${rail} and (l.next_batch_at > now()
          or (l.currency = ${currency} and l.paused_reason <> 'insufficient_balance'))
      )
    ),
    ${roomUnderCaps(currency, at)},
    under_own as (
      select d.*, r.own, sum(d.amount_minor) over (partition by d.organisation_id order by d.created_at, d.id) as own_sum
      from due d join room r on r.id = d.organisation_id
      where r.own is null or d.amount_minor <= r.own
    ),
    under_everybody as (
      select u.*, e.minor as everybody, sum(u.amount_minor) over (order by u.created_at, u.id) as sum
      from under_own u left join everybody e on true
      where (u.own is null or u.own_sum <= u.own) and (e.minor is null or u.amount_minor <= e.minor)
    ),
    fitting as (
      select u.*, sum(u.cost) over (order by u.created_at, u.id) as cost_sum,
        first_value(u.sent_alone) over (order by u.created_at, u.id) as is_alone,
        row_number() over (order by u.created_at, u.id) as place
      from under_everybody u where u.everybody is null or u.sum <= u.everybody
    ),
    chosen as (
      select id, attempts from fitting
      where coalesce(cost_sum <= ${funds}, true) and sent_alone = is_alone and (not is_alone or place = 1)
      order by created_at, id limit ${size}
    )`;
}

/** Of `p`: more than a whole day's cap never goes, and must not fill the line. */
function isWithinWholeCaps(): SQL {
  return sql`not exists (
    select from payout_controls c
    where c.organisation_id in (p.organisation_id, ${PLATFORM}) and c.currency = p.currency
      and c.daily_cap_minor < p.amount_minor
  )`;
}

/** Of `p`, sent before: the rail took nothing, or has just confirmed that all it took failed, and no event says otherwise. */
function hasNothingOpen(mayFollow: readonly string[]): SQL {
  return sql`not exists (
    select from payout_attempts f
    where f.payout_id = p.id and f.status = 'failed'
      and (f.next_check_at is not null or p.id <> all(${sql.param(mayFollow)}::text[]))
  )`;
}
