import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import type { Money } from "../../core/money.ts";
import { actorName } from "../audit/index.ts";
import { type Ctx, query, transact } from "../context.ts";
import { accounts } from "../ledger/index.ts";
import { requireStaff } from "../permissions.ts";
import { type PayoutSummary, SUMMARY_TABLES, type SummaryRow, summaryColumns, summaryOf } from "./payout-list.ts";
import type { AttemptStatus, PayoutStatus } from "./rules.ts";

/** Somebody, as records name them, and their name while they are of the organisation. */
export interface PayoutPerson {
  actor: string;
  name: string | null;
  at: string | null;
}

/** Everything that is known of one payout. */
export interface PayoutStory extends PayoutSummary {
  businessDate: string;
  rail: string;
  holderName: string;
  feeBearer: "guard" | "organisation";
  /** What the rail was expected to charge; null where it publishes nothing. */
  estimatedFee: Money | null;
  /** What was owed to the guard when the settlement looked: the payout covers the oldest of it. */
  owedThen: Money;
  requested: PayoutPerson | null;
  approved: PayoutPerson | null;
  investigated: PayoutPerson | null;
  history: PayoutMove[];
  attempts: number;
  tries: PayoutTry[];
  events: PayoutEvent[];
  transfers: PayoutTransfer[];
}

export interface PayoutMove {
  number: number;
  status: PayoutStatus;
  cause: string;
  at: string;
}

/** One reference that was sent, and what the rail said of it. */
export interface PayoutTry {
  reference: string;
  status: AttemptStatus;
  inDoubt: boolean;
  calls: number;
  outcome: string | null;
  transferCode: string | null;
  fee: Money | null;
  httpStatus: number | null;
  tookMs: number | null;
  at: string;
  answeredAt: string | null;
  nextCheckAt: string | null;
}

/** What the rail told by itself; only what we made of it, not its words. */
export interface PayoutEvent {
  id: string;
  reference: string;
  event: string;
  status: string;
  note: string | null;
  receivedAt: string;
  settledAt: string | null;
}

export interface PayoutTransfer {
  id: string;
  kind: string;
  from: string;
  to: string;
  amount: Money;
  corrects: string | null;
  eventAt: string;
}

/**
 * One payout's full story: who and where, what it was made of, its history, each attempt with the rail's answers, the rail's
 * own events, and its postings. Throws FORBIDDEN, NOT_FOUND.
 */
export async function getPayout(ctx: Ctx, payoutId: string): Promise<PayoutStory> {
  const { organisationId } = requireStaff(ctx.actor, "payouts.read", ctx.clock.now());
  const own = sql`organisation_id = ${organisationId} and payout_id = ${payoutId}`;
  const [[payouts, history, tries, transfers], events] = await Promise.all([
    transact(ctx, [
      ctx.db.execute(payoutStatement(actorName(ctx.actor), { organisationId, payoutId })),
      ctx.db.execute(sql`select number, status, cause, at from payout_history where ${own} order by number`),
      ctx.db.execute(sql`select ${TRY_COLUMNS} from payout_attempts where ${own} order by number`),
      ctx.db.execute(
        sql`select id, kind, debit_account as "from", credit_account as "to", amount_minor::text as minor, corrects,
            event_at as "eventAt"
          from ledger_transfers where reference = ${payoutId} and organisation_id = ${organisationId}
          order by created_at, id`,
      ),
    ]),
    listEvents(ctx, { organisationId, payoutId }),
  ]);
  const [row] = (payouts?.rows ?? []) as unknown as StoryRow[];
  if (!row) throw new AppError("NOT_FOUND", "There is no such payout.");
  const { estimatedMinor, owedMinor, ...rest } = row;
  const summary = summaryOf(rest);
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency: summary.amount.currency });
  return {
    ...summary,
    ...pick(rest),
    estimatedFee: estimatedMinor === null ? null : money(estimatedMinor),
    owedThen: money(owedMinor),
    history: (history?.rows ?? []) as unknown as PayoutMove[],
    tries: ((tries?.rows ?? []) as unknown as TryRow[]).map(({ feeMinor, ...one }) => ({
      ...one,
      fee: feeMinor === null ? null : money(feeMinor),
    })),
    events,
    transfers: ((transfers?.rows ?? []) as unknown as TransferRow[]).map(({ minor, ...one }) => ({
      ...one,
      amount: money(minor),
    })),
  };
}

type StoryFacts = Pick<
  PayoutStory,
  "businessDate" | "rail" | "holderName" | "feeBearer" | "requested" | "approved" | "investigated"
>;
type StoryRow = SummaryRow & StoryFacts & { estimatedMinor: string | null; owedMinor: string };
type TryRow = Omit<PayoutTry, "fee"> & { feeMinor: string | null };
type TransferRow = Omit<PayoutTransfer, "amount"> & { minor: string };

function pick({ businessDate, rail, holderName, feeBearer, requested, approved, investigated }: StoryRow | StoryFacts) {
  return { businessDate, rail, holderName, feeBearer, requested, approved, investigated };
}

const TRY_COLUMNS = sql`reference, status, in_doubt as "inDoubt", calls, outcome, transfer_code as "transferCode",
  fee_minor::text as "feeMinor", http_status as "httpStatus", took_ms as "tookMs", at, answered_at as "answeredAt",
  next_check_at as "nextCheckAt"`;

function payoutStatement(viewer: string, which: { organisationId: string; payoutId: string }): SQL {
  const payable = accounts.guardPayable(sql`p.guard_id`);
  const entries = (side: "credit" | "debit") => {
    const [account, entry] = [sql.raw(`${side}_account`), sql.raw(`${side}_entry`)];
    return sql`coalesce((
      select sum(l.amount_minor) from ledger_transfers l
      where (l.organisation_id, l.currency, l.${account}) = (p.organisation_id, p.currency, ${payable})
        and l.${entry} <= p.up_to_entry
    ), 0)`;
  };
  const person = (
    who: SQL,
    at: SQL,
  ) => sql`case when ${who} is not null then jsonb_build_object('actor', ${who}, 'name', (
      select u.name from staff_users u where 'staff:' || u.id = ${who}
    ), 'at', ${at}) end`;
  return sql`select ${summaryColumns(viewer)}, r.business_date::text as "businessDate", p.rail,
      account.holder_name as "holderName", p.fee_bearer as "feeBearer", p.estimated_fee_minor::text as "estimatedMinor",
      (${entries("credit")} - ${entries("debit")})::text as "owedMinor",
      ${person(sql`p.requested_by`, sql`r.created_at`)} as requested,
      ${person(sql`p.approved_by`, sql`p.approved_at`)} as approved,
      ${person(sql`p.investigated_by`, sql`p.investigated_at`)} as investigated
    from ${SUMMARY_TABLES}
    join settlement_runs r on (r.organisation_id, r.id) = (p.organisation_id, p.run_id)
    where p.id = ${which.payoutId} and p.organisation_id = ${which.organisationId}`;
}

/** The inbox belongs to no organisation: it is read with the system's eyes, through the attempts of this one. */
function listEvents(ctx: Ctx, which: { organisationId: string; payoutId: string }): Promise<PayoutEvent[]> {
  return query<PayoutEvent>(
    ctx.systemDb,
    sql`select e.id, e.reference, e.event, e.status, e.note, e.received_at as "receivedAt", e.settled_at as "settledAt"
      from payout_attempts a
      join rail_events e on e.reference = a.reference and e.concerns = 'payout'
      where a.organisation_id = ${which.organisationId} and a.payout_id = ${which.payoutId}
      order by e.received_at, e.id`,
  );
}
