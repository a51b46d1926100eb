import { type SQL, sql } from "drizzle-orm";
import { accounts } from "../ledger/index.ts";

/**
 * Who bears what of each of `moved`, read under the locks of the accounts: a fee never brings a guard into debt, and what the
 * rail paid beyond the reservation is borne by what the guard is owed, then by the reserve, then by the organisation. All that
 * the statement may post to is locked at once, in the order of post_transfers(). Gives the CTE `borne`.
 */
export function bearers(): SQL {
  const bears = sql`movement in ('paid', 'fee') and fee > 0 and fee_bearer = 'guard'`;
  const isExtra = sql`movement in ('extra', 'reversed') or (movement = 'returned' and from_others_paid > 0)`;
  return sql`
    touched as materialized (
      select distinct m.organisation_id, m.currency, t.code
      from moved m
      cross join lateral (values
        (${accounts.guardPayable(sql`m.guard_id`)}, movement in ('extra', 'returned', 'reversed') or (${bears})),
        (${accounts.payoutInTransit}, movement in ('paid', 'returned', 'reversed')),
        (${whoPaid(sql`m`)}, movement in ('paid', 'extra', 'fee', 'reversed')),
        (${accounts.railFees}, fee > 0 or movement = 'reversed'),
        (${accounts.refundLosses}, ${isExtra}),
        (${accounts.refundReserve}, ${isExtra})
      ) as t (code, is_touched)
      where t.is_touched
    ),
    held as materialized (
      select l.organisation_id, l.currency, l.code, l.credits_posted - l.debits_posted as minor
      from (
        select array_agg(organisation_id) as organisations, array_agg(currency::text) as currencies, array_agg(code) as codes
        from touched
      ) w
      cross join lateral lock_accounts(w.organisations, w.currencies, w.codes) l
    ),
    wanted as (
      select m.*, case movement when 'extra' then amount_minor else 0 end as extra_minor,
        case when movement in ('paid', 'extra', 'fee') and fee_bearer = 'guard' then fee else 0 end as guard_fee
      from moved m
    ),
    -- Several of one guard, or of one reserve, take their turns: so_far is what they want together.
    payable as (
      select w.*, coalesce(h.minor, 0) as payable, extra_minor + guard_fee as wants,
        sum(extra_minor + guard_fee) over (partition by w.organisation_id, w.currency, guard_id order by reference) as so_far
      from wanted w
      left join held h on (h.organisation_id, h.currency, h.code)
        = (w.organisation_id, w.currency, ${accounts.guardPayable(sql`w.guard_id`)})
    ),
    by_guard as (
      select p.*, least(payable, so_far) - least(payable, so_far - wants) as by_guard,
        least(extra_minor, least(payable, so_far) - least(payable, so_far - wants)) as extra_borne
      from payable p
    ),
    by_reserve as (
      select g.*, coalesce(h.minor, 0) as reserve, extra_minor - extra_borne as rest,
        sum(extra_minor - extra_borne) over (partition by g.organisation_id, g.currency order by reference) as rest_so_far
      from by_guard g
      left join held h on (h.organisation_id, h.currency, h.code) = (g.organisation_id, g.currency, ${accounts.refundReserve})
    ),
    borne as (
      select r.*, by_guard - extra_borne as fee_borne,
        least(reserve, rest_so_far) - least(reserve, rest_so_far - rest) as reserve_borne
      from by_reserve r
    )`;
}

/** The postings of money.md §1, payouts. What is taken back names what it corrects. Gives the CTE `movement`. */
export function movements(): SQL {
  const clearing = whoPaid(sql`b`);
  const guard = accounts.guardPayable(sql`b.guard_id`);
  return sql`
    leg as (
      select b.id as payout_id, b.reference, b.organisation_id, b.currency, l.name, l.debit, l.credit, l.amount, l.kind,
        b.moved_at
      from borne b
      cross join lateral (values
        ('paid', ${accounts.payoutInTransit}, ${clearing}, case b.movement when 'paid' then b.amount_minor end, 'payout_paid'),
        ('paid', ${guard}, ${clearing}, b.extra_borne, 'payout_paid'),
        ('paid_rest', ${accounts.refundReserve}, ${clearing}, b.reserve_borne, 'payout_paid'),
        ('paid_loss', ${accounts.refundLosses}, ${clearing}, b.extra_minor - b.extra_borne - b.reserve_borne, 'payout_paid'),
        ('fee', ${guard}, ${clearing}, b.fee_borne, 'payout_fee'),
        ('fee_rest', ${accounts.railFees}, ${clearing},
          case when b.movement in ('paid', 'extra', 'fee') then b.fee - b.fee_borne end, 'payout_fee')
      ) as l (name, debit, credit, amount, kind)
      where l.amount > 0
    ),
    ${whatComesBack()},
    movement as (
      select reference || ':' || name as id, reference as group_id, organisation_id, currency, debit, credit, amount, kind,
        payout_id as reference, null::text as corrects, moved_at as event_at
      from leg
      union all
      select id, group_id, organisation_id, currency, debit, credit, amount, kind, payout_id, corrects, moved_at
      from taken_back
      union all
      select scope || r.suffix, scope, organisation_id, currency, ${accounts.payoutInTransit}, r.credit, r.amount,
        'payout_returned', payout_id, null, moved_at
      from freed f
      cross join lateral (values
        (':return_loss', ${accounts.refundLosses}, loss),
        (':return_reserve', ${accounts.refundReserve}, reserve),
        (':return', ${accounts.guardPayable(sql`f.guard_id`)}, amount_minor - loss - reserve)
      ) as r (suffix, credit, amount)
      where r.amount > 0
    )`;
}

/**
 * What a transfer that came back took goes through transit; from there, as what a failed one had reserved, first to who bore
 * more than their part while the payout was paid twice, and else to the guard.
 */
function whatComesBack(): SQL {
  const net = (code: SQL) =>
    sql`coalesce(sum(case ${code} when l.debit_account then l.amount_minor when l.credit_account then -l.amount_minor end), 0)`;
  return sql`
    taken_back as (
      select b.reference || ':paid:back' as id, b.reference as group_id, b.organisation_id, b.currency,
        ${whoPaid(sql`b`)} as debit, ${accounts.payoutInTransit} as credit, b.amount_minor as amount,
        'payout_paid_back' as kind, b.id as payout_id, paid.id as corrects, b.moved_at
      from borne b
      cross join lateral (
        select min(l.id) as id from ledger_transfers l
        where l.reference = b.id and l.group_id = b.reference and l.kind = 'payout_paid'
      ) paid
      where b.movement = 'reversed'
      union all
      select l.id || ':back', b.reference, b.organisation_id, b.currency, l.credit_account, l.debit_account, l.amount_minor,
        'payout_fee_back', b.id, l.id, b.moved_at
      from borne b
      join ledger_transfers l on l.reference = b.id and l.group_id = b.reference and l.kind = 'payout_fee'
      where b.movement = 'reversed'
    ),
    freed as (
      select b.*, b.id as payout_id, least(b.amount_minor, n.loss) as loss,
        least(b.amount_minor - least(b.amount_minor, n.loss), n.reserve) as reserve,
        case b.movement when 'reversed' then b.reference else b.id end as scope
      from (select id, reference, organisation_id, currency, guard_id, amount_minor, movement, moved_at from borne) b
      cross join lateral (
        select ${net(accounts.refundLosses)} as loss, ${net(accounts.refundReserve)} as reserve
        from ledger_transfers l where l.reference = b.id
      ) n
      where b.movement in ('reversed', 'returned')
    )`;
}

/** Whose money an attempt of `moved` is: what the rail holds for us, or what lies at the bank that carried out a file. */
function whoPaid(row: SQL): SQL {
  return sql`case ${row}.via when 'file' then ${accounts.bank} else ${accounts.railClearing(sql`${row}.rail`)} end`;
}
