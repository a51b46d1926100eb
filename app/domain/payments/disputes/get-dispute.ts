import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import { POSTINGS, type Posting, type PostingRow, readPostings } from "../postings.ts";
import type { DisputeStatus } from "./rules.ts";

/** One dispute's full story. */
export interface DisputeDetails {
  id: string;
  tipId: string;
  receiptCode: string;
  guardId: string;
  guardName: string;
  rail: string;
  railDisputeId: string;
  category: string | null;
  status: DisputeStatus;
  resolution: string | null;
  dueAt: string | null;
  reminders: number;
  answer: "accept" | "defend" | null;
  message: string | null;
  answeredBy: string | null;
  answeredByName: string | null;
  /** Where the evidence that was sent is kept, and what it hashes to. */
  evidenceKey: string | null;
  evidenceSha256: string | null;
  openedAt: string;
  endedAt: string | null;
  amount: Money;
  /** What was charged for the tip in all. */
  charge: Money;
  /** What refunds of the tip have given back or promised: a bank must know, and nobody pays twice. */
  refunded: Money;
  /** Who paid a loss. */
  reserve: Money;
  loss: Money;
  history: { status: DisputeStatus; cause: string; at: string }[];
  postings: Posting[];
}

const AMOUNTS = ["amount", "charge", "refunded", "reserve", "loss"] as const;
type Row = Omit<DisputeDetails, (typeof AMOUNTS)[number] | "postings"> & {
  currency: string;
  minors: Record<(typeof AMOUNTS)[number], string>;
  postings: PostingRow[];
};

/** Throws NOT_FOUND, FORBIDDEN. */
export async function getDispute(ctx: Ctx, disputeId: string): Promise<DisputeDetails> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.read", ctx.clock.now());
  const [row] = await query<Row>(
    ctx.db,
    sql`select d.id, d.tip_id as "tipId", t.receipt_code as "receiptCode", t.guard_id as "guardId",
        g.first_name || ' ' || g.last_name as "guardName", d.rail, d.rail_dispute_id as "railDisputeId", d.category,
        d.status, d.resolution, d.due_at as "dueAt", d.reminders, d.answer, d.message, d.answered_by as "answeredBy",
        who.name as "answeredByName", d.evidence_key as "evidenceKey", d.evidence_sha256 as "evidenceSha256",
        d.opened_at as "openedAt", d.ended_at as "endedAt", d.currency,
        jsonb_build_object('amount', d.amount_minor::text, 'charge', p.charged_minor::text,
          'reserve', d.reserve_minor::text, 'loss', d.loss_minor::text, 'refunded', (
            select coalesce(sum(amount_minor), 0)::text from refunds
            where tip_id = d.tip_id and status not in ('failed', 'rejected'))) as minors,
        (select jsonb_agg(jsonb_build_object('status', h.status, 'cause', h.cause, 'at', h.at) order by h.number)
          from dispute_history h where h.dispute_id = d.id) as history,
        (select ${POSTINGS} from ledger_transfers l where l.reference = d.tip_id and l.group_id = d.id) as postings
      from disputes d
      join tips t on (t.organisation_id, t.id) = (d.organisation_id, d.tip_id)
      join payments p on p.tip_id = t.id
      join guards g on (g.organisation_id, g.id) = (t.organisation_id, t.guard_id)
      left join staff_users who on who.id = d.answered_by
      where d.id = ${disputeId} and d.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such dispute.");
  const { currency, minors, postings, ...rest } = row;
  assert(isCurrency(currency), "a dispute's currency is one we handle");
  const money = (name: (typeof AMOUNTS)[number]): Money => ({ minor: BigInt(minors[name]), currency });
  return {
    ...rest,
    ...{ amount: money("amount"), charge: money("charge"), refunded: money("refunded") },
    ...{ reserve: money("reserve"), loss: money("loss") },
    postings: readPostings(postings, currency),
  };
}
