import { sql } from "drizzle-orm";
import { parseInstant } from "../../core/time.ts";
import { type Ctx, query } from "../context.ts";
import { accounts } from "../ledger/index.ts";
import { requireStaff } from "../permissions.ts";
import type { TipSettlement } from "./find-tip-settlement.ts";
import type { PayoutStatus } from "./rules.ts";
import { type AccountMove, coverTip, settlementOf } from "./tip-coverage.ts";

/** Further back than so many moves of the guard's account, a page of tips says nothing rather than be slow. */
const MOVES_AT_MOST = 5_000;

interface Tip {
  id: string;
  entry: number;
  gross: string;
}

/** One move of the guard's account, whatever it belongs to. */
interface Move {
  entry: number;
  minor: string;
  kind: string;
  reference: string;
  /** The first credit of the same reference, where that says whether it is older than a tip. */
  first: number | null;
  status: PayoutStatus | null;
  paidAt: string | null;
}

/**
 * Where the money of some tips of one guard stands, as findTipSettlement derives it, for all of them in one statement. A tip
 * that was not booked, or that too much came after, is left out. Throws FORBIDDEN.
 */
export async function listTipSettlements(
  ctx: Ctx,
  { guardId, tipIds }: { guardId: string; tipIds: readonly string[] },
): Promise<Map<string, TipSettlement>> {
  const { organisationId } = requireStaff(ctx.actor, "tips.read", ctx.clock.now());
  const [row] = await query<{ balance: string; tips: Tip[]; moves: Move[] | null }>(
    ctx.db,
    readAccount({ organisationId, guardId, tipIds }),
  );
  if (!row?.moves) return new Map();
  const { moves } = row;
  const payouts = new Map(
    moves.flatMap(({ reference, status, paidAt }) =>
      status === null ? [] : [[reference, { status, paidAt: parseInstant(paidAt) }] as const],
    ),
  );
  return new Map(
    row.tips.map((tip) => {
      const later = moves.filter(({ entry }) => entry > tip.entry);
      const came = later.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
      const grossMinor = BigInt(tip.gross);
      const olderMinor = BigInt(row.balance) - grossMinor - came;
      const coverage = coverTip(
        { grossMinor, olderMinor },
        later.flatMap((move) => moveFor(tip, move)),
      );
      return [tip.id, settlementOf(coverage, payouts)];
    }),
  );
}

/** What a move of the account is to one tip; nothing where it is about younger money. */
function moveFor(tip: Tip, { minor, kind, reference, first }: Move): AccountMove[] {
  const signed = BigInt(minor);
  if (kind.startsWith("payout_")) {
    const what = signed < 0n ? "take" : "give_back";
    return [{ what, payoutId: reference, minor: signed < 0n ? -signed : signed }];
  }
  if (reference === tip.id) return [{ what: "own", payoutId: null, minor: signed }];
  const isOlder = !kind.startsWith("tip_") && first !== null && first < tip.entry;
  return isOlder ? [{ what: "older", payoutId: null, minor: signed }] : [];
}

function readAccount(which: { organisationId: string; guardId: string; tipIds: readonly string[] }) {
  const { organisationId, guardId, tipIds } = which;
  return sql`
    with account as (
      select a.* from ledger_accounts a join organisations o on o.id = a.organisation_id and o.currency = a.currency
      where a.organisation_id = ${organisationId} and a.code = ${accounts.guardPayable(sql`${guardId}`)}
    ),
    tip as (
      select t.id, l.credit_entry as entry, l.amount_minor as gross
      from account a
      join tips t on t.organisation_id = a.organisation_id and t.guard_id = ${guardId}
        and t.id = any(${sql.param(tipIds)}::text[])
      join ledger_transfers l on l.id = t.id || ':tip_gross' and l.credit_account = a.code
    ),
    place as (
      select a.*, (select min(entry) from tip) as since from account a
      where a.entries_posted - (select min(entry) from tip) <= ${MOVES_AT_MOST}
    ),
    later as (
      select l.credit_entry as entry, l.amount_minor as minor, l.kind, l.reference
      from place a join ledger_transfers l
        on (l.organisation_id, l.currency, l.credit_account) = (a.organisation_id, a.currency, a.code) and l.credit_entry > a.since
      union all
      select l.debit_entry, -l.amount_minor, l.kind, l.reference
      from place a join ledger_transfers l
        on (l.organisation_id, l.currency, l.debit_account) = (a.organisation_id, a.currency, a.code) and l.debit_entry > a.since
    )
    select (a.credits_posted - a.debits_posted)::text as balance,
      (select json_agg(json_build_object('id', id, 'entry', entry, 'gross', gross::text)) from tip) as tips,
      coalesce((
        select json_agg(json_build_object('entry', m.entry, 'minor', m.minor::text, 'kind', m.kind, 'reference', m.reference,
          'first', first.entry, 'status', p.status, 'paidAt', p.paid_at) order by m.entry)
        from later m
        left join payouts p on p.id = m.reference and p.organisation_id = a.organisation_id
        left join lateral (
          select min(f.credit_entry) as entry from ledger_transfers f
          where m.kind not like 'payout\\_%' and m.kind not like 'tip\\_%' and f.reference = m.reference
            and f.organisation_id = a.organisation_id and f.credit_account = a.code
        ) first on true
      ), '[]') as moves
    from place a`;
}
