import { sql } from "drizzle-orm";
import { assert } from "../../../core/assert.ts";
import { isCurrency } from "../../../core/currency.ts";
import { AppError } from "../../../core/errors.ts";
import type { Money } from "../../../core/money.ts";
import { type Ctx, query } from "../../context.ts";
import { requireStaff } from "../../permissions.ts";
import type { DisputeStatus } from "./rules.ts";

/** One dispute's full story. */
export interface DisputeDetails {
  id: string;
  tipId: string;
  railDisputeId: string;
  category: string | null;
  status: DisputeStatus;
  resolution: string | null;
  dueAt: string | null;
  reminders: number;
  answer: "accept" | "defend" | null;
  message: string | null;
  answeredBy: string | null;
  /** Where the evidence that was sent is kept, and what it hashes to. */
  evidenceKey: string | null;
  evidenceSha256: string | null;
  openedAt: string;
  endedAt: string | null;
  amount: Money;
  /** Who paid a loss. */
  reserve: Money;
  loss: Money;
  history: { status: DisputeStatus; cause: string; at: string }[];
}

type Row = Omit<DisputeDetails, "amount" | "reserve" | "loss"> &
  Record<"currency" | "minor" | "reserve_minor" | "loss_minor", string>;

/** Throws NOT_FOUND, FORBIDDEN. */
export async function getDispute(ctx: Ctx, disputeId: string): Promise<DisputeDetails> {
  const { organisationId } = requireStaff(ctx.actor, "disputes.read", ctx.clock.now());
  const [row] = await query<Row>(
    ctx.db,
    sql`select d.id, d.tip_id as "tipId", d.rail_dispute_id as "railDisputeId", d.category, d.status, d.resolution,
        d.due_at as "dueAt", d.reminders, d.answer, d.message, d.answered_by as "answeredBy",
        d.evidence_key as "evidenceKey", d.evidence_sha256 as "evidenceSha256", d.opened_at as "openedAt",
        d.ended_at as "endedAt", d.currency, d.amount_minor::text as minor, d.reserve_minor::text, d.loss_minor::text,
        (select jsonb_agg(jsonb_build_object('status', h.status, 'cause', h.cause, 'at', h.at) order by h.number)
          from dispute_history h where h.dispute_id = d.id) as history
      from disputes d where d.id = ${disputeId} and d.organisation_id = ${organisationId}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such dispute.");
  const { currency, minor, reserve_minor, loss_minor, ...rest } = row;
  assert(isCurrency(currency), "a dispute's currency is one we handle");
  const money = (text: string): Money => ({ minor: BigInt(text), currency });
  return { ...rest, amount: money(minor), reserve: money(reserve_minor), loss: money(loss_minor) };
}
